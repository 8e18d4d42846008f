using System.Text;

namespace OptaPS.Helm.Yaml;

/// <summary>Turns nodes into values with string keys, as sigs.k8s.io/yaml does by way of JSON.</summary>
internal sealed class YamlDecoder(YamlNumbers numbers)
{
    private long decoded;
    private long aliased;
    private int aliasDepth;

    public object? Decode(YamlTreeNode node)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new YamlTextException("yaml: exceeded max depth of 10000");
        }
        Count();
        switch (node.Kind)
        {
            case YamlTreeKind.Alias:
                return Alias(node);
            case YamlTreeKind.Scalar:
                return ToValue(Scalar(node));
            case YamlTreeKind.Sequence:
                var list = new List<object?>(node.Children.Count);
                foreach (var child in node.Children)
                {
                    list.Add(Decode(child));
                }
                return new GoList(list);
            default:
                var map = new GoMap(capacity: node.Children.Count / 2);
                Fill(node, map);
                return map;
        }
    }

    private static double Ratio(long count) => count switch
    {
        <= 400_000 => 0.99,
        >= 4_000_000 => 0.10,
        _ => 0.99 - (0.89 * (count - 400_000) / 3_600_000),
    };

    private static YamlTreeNode Resolve(YamlTreeNode node) => node.Kind == YamlTreeKind.Alias ? node.Target! : node;

    private void Count()
    {
        decoded++;
        if (aliasDepth > 0)
        {
            aliased++;
        }
        if (aliased > 100 && decoded > 1000 && (double)aliased / decoded > Ratio(decoded))
        {
            throw new YamlTextException("yaml: document contains excessive aliasing");
        }
    }

    private object? Alias(YamlTreeNode node)
    {
        if (node.Target!.IsOpen || node.IsOpen)
        {
            throw new YamlTextException($"yaml: anchor '{node.Text}' value contains itself");
        }
        node.IsOpen = true;
        aliasDepth++;
        var value = Decode(node.Target);
        aliasDepth--;
        node.IsOpen = false;
        return value;
    }

    private void Fill(YamlTreeNode node, GoMap map)
    {
        node.IsOpen = true;
        for (var i = 0; i + 1 < node.Children.Count; i += 2)
        {
            var key = node.Children[i];
            var value = node.Children[i + 1];
            if (key is { Kind: YamlTreeKind.Scalar, Text: "<<" } && (key.IsPlain || key.Tag == YamlResolver.Prefix + "merge"))
            {
                Merge(value, map);
                continue;
            }
            var target = Resolve(key);
            if (target.Kind != YamlTreeKind.Scalar)
            {
                throw new YamlTextException("yaml: invalid map key: " + YamlDescription.Of(target));
            }
            Count();
            var raw = Scalar(target);
            var name = Key(raw) ?? throw new YamlTextException("unsupported map key of type: %!s(<nil>), key: <nil>, value: " + YamlDescription.Of(Resolve(value)));
            map[name] = Decode(value);
        }
        node.IsOpen = false;
    }

    private void Merge(YamlTreeNode value, GoMap map)
    {
        var target = Resolve(value);
        if (target.Kind == YamlTreeKind.Mapping)
        {
            aliasDepth += value.Kind == YamlTreeKind.Alias ? 1 : 0;
            Count();
            Fill(target, map);
            aliasDepth -= value.Kind == YamlTreeKind.Alias ? 1 : 0;
            return;
        }
        if (value.Kind != YamlTreeKind.Sequence)
        {
            throw new YamlTextException("yaml: map merge requires map or sequence of maps as the value");
        }
        for (var i = value.Children.Count - 1; i >= 0; i--)
        {
            var item = Resolve(value.Children[i]);
            if (item.Kind != YamlTreeKind.Mapping)
            {
                throw new YamlTextException("yaml: map merge requires map or sequence of maps as the value");
            }
            Count();
            Fill(item, map);
        }
    }

    /// <summary>Text as it leaves JSON, through which sigs.k8s.io/yaml takes every value: each byte that is no UTF-8 is a replacement character.</summary>
    private static string WithReplacements(string text) => text.AsSpan().IndexOfAnyInRange('\uDC80', '\uDCFF') < 0
        ? text
        : string.Concat(GoText.Runes(text).Select(r => char.ConvertFromUtf32(r)));

    private static string? Key(object? raw) => raw switch
    {
        null => null,
        string s => s,
        bool b => b ? "true" : "false",
        long or ulong => GoPrinter.ToText(raw),
        double d => double.IsNaN(d) ? ".nan" : double.IsPositiveInfinity(d) ? ".inf" : double.IsNegativeInfinity(d) ? "-.inf" : GoFloat.Format((float)d, 'g', -1, 32),
        _ => throw new YamlTextException("unsupported map key"),
    };

    private object? ToValue(object? raw)
    {
        switch (raw)
        {
            case double d when double.IsNaN(d) || double.IsInfinity(d):
                throw new YamlTextException("json: unsupported value: " + GoFloat.General(d));
            case long l when numbers == YamlNumbers.Float:
                return (double)l;
            case ulong u when numbers == YamlNumbers.Float:
                return (double)u;
            default:
                return raw;
        }
    }

    private static object? Scalar(YamlTreeNode node)
    {
        if (node.Tag.Length == 0)
        {
            return node.IsPlain ? YamlResolver.Resolve(node.Text, out _) : node.Text;
        }
        if (!node.Tag.StartsWith(YamlResolver.Prefix, StringComparison.Ordinal))
        {
            return node.Text;
        }
        var tag = node.Tag[YamlResolver.Prefix.Length..];
        switch (tag)
        {
            case "str":
                return node.Text;
            case "binary":
                try
                {
                    return WithReplacements(GoText.FromBytes(Convert.FromBase64String(node.Text)));
                }
                catch (FormatException)
                {
                    throw new YamlTextException("yaml: !!binary value contains invalid base64 data");
                }
            case "bool" or "int" or "float" or "null" or "timestamp":
                var value = YamlResolver.Resolve(node.Text, out var isTimestamp);
                var actual = isTimestamp && tag == "timestamp" ? "timestamp" : value switch
                {
                    null => "null",
                    bool => "bool",
                    long or ulong => "int",
                    double => "float",
                    _ => "str",
                };
                if (tag == "float" && value is long l)
                {
                    return (double)l;
                }
                return actual == tag ? value : throw new YamlTextException($"yaml: cannot decode !!{actual} `{node.Text}` as a !!{tag}");
            default:
                return node.Text;
        }
    }
}
