using System.Collections;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>Evaluates parsed expressions.</summary>
internal sealed class CelEvaluator(IReadOnlyDictionary<string, object?> variables)
{
    public object? Evaluate(CelNode node) => node.Kind switch
    {
        CelKind.Literal => node.Value,
        CelKind.Name => variables.TryGetValue(node.Text, out var value) ? value is Func<object?> lazy ? lazy() : value : Types.CelType.IsName(node.Text) ? node.Text : throw new CelException($"undeclared reference to '{node.Text}' (in container '')"),
        CelKind.Select => Select(Evaluate(node.Parts[0]), node.Text),
        CelKind.OptionalSelect => OptionalMember(Evaluate(node.Parts[0]), node.Text),
        CelKind.Index => Index(Evaluate(node.Parts[0]), Evaluate(node.Parts[1])),
        CelKind.OptionalIndex => OptionalMember(Evaluate(node.Parts[0]), Evaluate(node.Parts[1])),
        CelKind.List => node.Parts.Select(Evaluate).ToList(),
        CelKind.Map => Pairs(node),
        CelKind.Unary => Unary(node),
        CelKind.Binary => Binary(node),
        CelKind.Choice => Truth(Evaluate(node.Parts[0])) ? Evaluate(node.Parts[1]) : Evaluate(node.Parts[2]),
        CelKind.Call => Call(node),
        CelKind.Method => Method(node),
        _ => throw new CelException("unknown form")
    };

    public static bool Truth(object? value) => value is bool flag ? flag : throw new CelException("no such overload");

    private static object? Select(object? target, string name) => target switch
    {
        IDictionary<string, object?> map => map.TryGetValue(name, out var value) ? value : throw new CelException("no such key: " + name),
        CelOptional optional => OptionalMember(optional, name),
        _ => throw new CelException($"no such overload: {CelValues.Name(target)}.{name}")
    };

    private static object? Index(object? target, object? key) => target switch
    {
        IDictionary<string, object?> map => map.TryGetValue(CelValues.Text(key), out var value) ? value : throw new CelException("no such key: " + CelValues.Text(key)),
        IList list when key is long at => at >= 0 && at < list.Count ? list[(int)at] : throw new CelException("index out of bounds: " + at),
        CelOptional optional => OptionalMember(optional, key),
        _ => throw new CelException("no such overload")
    };

    private static CelOptional OptionalMember(object? target, object? key)
    {
        if (target is CelOptional optional)
        {
            if (!optional.Has)
                return CelOptional.None;
            target = optional.Value;
        }

        return target switch
        {
            IDictionary<string, object?> map when map.TryGetValue(CelValues.Text(key), out var value) => new CelOptional(true, value),
            IList list when key is long at && at >= 0 && at < list.Count => new CelOptional(true, list[(int)at]),
            _ => CelOptional.None
        };
    }

    private Dictionary<string, object?> Pairs(CelNode node)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < node.Parts.Count; i += 2)
            map[CelValues.Text(Evaluate(node.Parts[i]))] = Evaluate(node.Parts[i + 1]);
        return map;
    }

    private object? Unary(CelNode node) => (node.Text, Evaluate(node.Parts[0])) switch
    {
        ("!", bool flag) => !flag,
        ("-", long number) => -number,
        ("-", double number) => -number,
        ("-", TimeSpan span) => -span,
        _ => throw new CelException("no such overload")
    };

    private object? Binary(CelNode node)
    {
        if (node.Text is "&&" or "||")
            return Logic(node);
        var (left, right) = (Evaluate(node.Parts[0]), Evaluate(node.Parts[1]));
        switch (node.Text)
        {
            case "==":
                return CelValues.Same(left, right);
            case "!=":
                return !CelValues.Same(left, right);
            case "<":
                return CelValues.Compare(left, right) < 0;
            case "<=":
                return CelValues.Compare(left, right) <= 0;
            case ">":
                return CelValues.Compare(left, right) > 0;
            case ">=":
                return CelValues.Compare(left, right) >= 0;
            case "in":
                return right is IDictionary<string, object?> map ? map.ContainsKey(CelValues.Text(left)) : right is IList list ? list.Cast<object?>().Any(item => CelValues.Same(item, left)) : throw new CelException("no such overload");
            default:
                return Arithmetic(node.Text, left, right);
        }
    }

    /// <summary>One side may fail when the other decides.</summary>
    private object Logic(CelNode node)
    {
        var decides = node.Text == "||";
        CelException? failure = null;
        foreach (var part in node.Parts)
        {
            try
            {
                if (Truth(Evaluate(part)) == decides)
                    return decides;
            }
            catch (CelException e) when (!e.IsUnsupported)
            {
                failure ??= e;
            }
        }

        return failure is null ? !decides : throw failure;
    }

    private static object Arithmetic(string word, object? left, object? right)
    {
        try
        {
            return (word, left, right) switch
            {
                ("+", long a, long b) => checked(a + b),
                ("-", long a, long b) => checked(a - b),
                ("*", long a, long b) => checked(a * b),
                ("/", long a, long b) => b == 0 ? throw new CelException("division by zero") : a / b,
                ("%", long a, long b) => b == 0 ? throw new CelException("modulus by zero") : a % b,
                ("+", double a, double b) => a + b,
                ("-", double a, double b) => a - b,
                ("*", double a, double b) => a * b,
                ("/", double a, double b) => a / b,
                ("+", string a, string b) => a + b,
                ("+", DateTimeOffset a, TimeSpan b) => a + b,
                ("-", DateTimeOffset a, TimeSpan b) => a - b,
                ("-", DateTimeOffset a, DateTimeOffset b) => a - b,
                ("+", TimeSpan a, TimeSpan b) => a + b,
                ("-", TimeSpan a, TimeSpan b) => a - b,
                ("+", IList a, IList b) => a.Cast<object?>().Concat(b.Cast<object?>()).ToList(),
                _ => throw new CelException($"no such overload: {CelValues.Name(left)} {word} {CelValues.Name(right)}")
            };
        }
        catch (OverflowException)
        {
            throw new CelException("integer overflow");
        }
    }

    private object? Call(CelNode node)
    {
        if (node.Text != "has")
            return CelFunctions.Call(node.Text, [.. node.Parts.Select(Evaluate)]);
        var field = node.Parts[0];
        var target = field.Kind is CelKind.Select or CelKind.OptionalSelect ? Evaluate(field.Parts[0]) : throw new CelException("invalid argument to has() macro");
        if (target is CelOptional optional)
            target = optional.Value;
        return target is IDictionary<string, object?> map && map.TryGetValue(field.Text, out var value) && value is not null;
    }

    private object? Method(CelNode node)
    {
        if (node.Parts[0] is { Kind: CelKind.Name, Text: "optional" } && !variables.ContainsKey("optional"))
            return node.Text == "none" ? CelOptional.None : new CelOptional(true, Evaluate(node.Parts[1]));
        if (node.Parts[0] is { Kind: CelKind.Name, Text: "format" } && !variables.ContainsKey("format"))
            return node.Text == "named" ? CelFormat.Named(CelValues.Text(Evaluate(node.Parts[1]))) : CelFormat.Named(node.Text).Value;
        if (CelMacros.Applies(node))
            return CelMacros.Run(Evaluate(node.Parts[0]), node, variables);
        return CelFunctions.Method(node.Text, Evaluate(node.Parts[0]), [.. node.Parts.Skip(1).Select(Evaluate)]);
    }
}
