using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Interpolation;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Validation;

/// <summary>Checks nodes against schemas and gives typed values with defaults. Every problem becomes a finding; the value is then null.</summary>
internal sealed class ValueBinder(LoadContext context, Interpolator interpolator)
{
    private readonly FormatChecks formats = new(context);

    /// <summary>Binds one value; <paramref name="name"/> is how messages call it.</summary>
    public ConfigValue? Bind(SourceNode node, ValueSchema schema, string name) => node switch
    {
        ScalarNode scalar => BindScalar(scalar, schema, name),
        SequenceNode list when schema.Kinds.Count == 0 || schema.Kinds.Contains(ValueKind.List) => BindList(list, schema, name),
        MappingNode map when schema.Kinds.Count == 0 || schema.Kinds.Contains(ValueKind.Map) => BindMap(map, schema, name),
        _ => WrongType(node, schema, name),
    };

    /// <summary>Binds the keys of a map to inputs and fills in defaults. <paramref name="unknown"/> reports keys that are none of them.</summary>
    public List<ConfigMapEntry> BindProperties(IEnumerable<MappingEntry> entries, SourceNode owner, IReadOnlyList<InputSchema> inputs, string prefix, Action<MappingEntry> unknown)
    {
        var result = new List<ConfigMapEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.TakeWhile(_ => !context.Findings.IsFull))
        {
            var input = inputs.FirstOrDefault(candidate => candidate.Name == entry.Name);
            if (input is null)
            {
                unknown(entry);
                continue;
            }

            seen.Add(input.Name);
            if (entry.Value is ScalarNode { IsNull: true } && (input.Required || input.Value.Kinds.Count > 0))
            {
                if (input.Required)
                {
                    context.Error(Codes.MissingInput, entry.Key, $"{Call(prefix, input.Name)} has no value.", input.Value.Describe());
                }
                else
                {
                    AddDefault(result, input);
                }

                continue;
            }

            Remarks(entry, input, prefix);
            if (Bind(entry.Value, input.Value, prefix + input.Name) is { } value)
            {
                result.Add(new ConfigMapEntry(input.Name, context.At(entry.Key), value));
            }
        }

        foreach (var input in inputs.Where(input => !seen.Contains(input.Name)))
        {
            if (input.Required)
            {
                context.Error(Codes.MissingInput, owner, $"{Call(prefix, input.Name)} is required and missing.", input.Value.Describe(), remedy: input.About);
            }
            else
            {
                AddDefault(result, input);
            }
        }

        return result;
    }

    private static string Call(string prefix, string name) => $"The input '{prefix}{name}'";

    private static void AddDefault(List<ConfigMapEntry> result, InputSchema input)
    {
        if (input.Default is { } value)
        {
            result.Add(new ConfigMapEntry(input.Name, null, value));
        }
    }

    private void Remarks(MappingEntry entry, InputSchema input, string prefix)
    {
        if (input.Deprecated is { } reason)
        {
            context.Warning(Codes.Deprecated, entry.Key, $"{Call(prefix, input.Name)} is outdated.", remedy: reason);
        }

        if (input.NoEffect)
        {
            context.Warning(Codes.NoEffect, entry.Key, $"{Call(prefix, input.Name)} has no effect.", remedy: "Remove it.");
        }
    }

    private ConfigValue? BindScalar(ScalarNode node, ValueSchema schema, string name)
    {
        if (node.Resolved is ConfigNull)
        {
            return schema.Kinds.Count == 0 ? new ConfigNull(context.At(node)) : WrongType(node, schema, name);
        }

        var fromReference = false;
        ConfigValue? value = node.Resolved is ConfigScalar { Kind: ScalarKind.Text } ? interpolator.Resolve(node, out fromReference) : PlainValues.At(node, context.At(node));
        return value switch
        {
            null => null,
            _ when schema.Kinds.Count == 0 => value,
            ConfigText text => BindUnknown(node, text, schema, name),
            ConfigScalar scalar => BindKnown(node, fromReference ? Coerce(scalar, schema) : scalar, schema, name),
            _ when schema.Kinds.Contains(value is ConfigList ? ValueKind.List : ValueKind.Map) => BindReferenced(node, value, schema, name),
            _ => Mismatch(node, value.KindName, schema, name),
        };
    }

    // A list or map that came from a variable is checked by binding it as if it were written here.
    private ConfigValue? BindReferenced(ScalarNode node, ConfigValue value, ValueSchema schema, string name) =>
        Bind(ValueNodes.Of(value, node), schema, name) is { } bound ? bound with { Location = context.At(node) } : null;

    private ConfigText? BindUnknown(ScalarNode node, ConfigText text, ValueSchema schema, string name)
    {
        var fits = text.IsWhole
            ? schema.Kinds.Any(kind => kind is ValueKind.Text or ValueKind.IntegerText or ValueKind.List or ValueKind.Map)
            : schema.Kinds.Contains(ValueKind.Text);
        if (fits)
        {
            return text;
        }

        context.Error(
            Codes.NotKnownBeforeApply,
            node,
            $"The input '{name}' must be known before anything is applied, but {Quote.Of(node.Text)} is known only then.",
            schema.Describe(),
            remedy: "Write the value itself, or use a variable: {vars.<name>}.");
        return null;
    }

    // Variables had no types in Opta, so a number goes where text is wanted and text that is a number goes where a number is wanted.
    private static ConfigScalar Coerce(ConfigScalar value, ValueSchema schema)
    {
        if (value.Kind == ScalarKind.Text)
        {
            var typed = CoreSchema.Plain(value.Text) as ConfigScalar;
            return typed is { Kind: not ScalarKind.Text } && !schema.Kinds.Contains(ValueKind.Text) ? typed with { Location = value.Location } : value;
        }

        var fits = value.Kind switch
        {
            ScalarKind.Boolean => schema.Kinds.Contains(ValueKind.Boolean),
            ScalarKind.Integer => schema.Kinds.Any(kind => kind is ValueKind.Integer or ValueKind.IntegerText or ValueKind.Number),
            _ => schema.Kinds.Contains(ValueKind.Number),
        };
        return !fits && schema.Kinds.Contains(ValueKind.Text) ? ConfigScalar.OfText(value.Text, value.Location) : value;
    }

    private ConfigValue? BindKnown(ScalarNode node, ConfigScalar value, ValueSchema schema, string name)
    {
        if (value.Kind == ScalarKind.Text && schema.Kinds.Contains(ValueKind.IntegerText) && CoreSchema.Plain(value.Text) is ConfigScalar { Kind: ScalarKind.Integer } number)
        {
            value = number with { Location = value.Location };
        }

        var fits = schema.Kinds.Any(kind => kind switch
        {
            ValueKind.Text => value.Kind == ScalarKind.Text,
            ValueKind.Integer or ValueKind.IntegerText => value.Kind == ScalarKind.Integer,
            ValueKind.Number => value.Kind is ScalarKind.Integer or ScalarKind.Number,
            ValueKind.Boolean => value.Kind == ScalarKind.Boolean,
            _ => false,
        });
        if (!fits)
        {
            return Mismatch(node, value.KindName, schema, name);
        }

        return formats.Check(node, value, schema, name) ? value : null;
    }

    private ConfigList? BindList(SequenceNode list, ValueSchema schema, string name)
    {
        var items = new List<ConfigValue>();
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        var complete = true;
        for (var index = 0; index < list.Items.Count && !context.Findings.IsFull; index++)
        {
            var value = Bind(list.Items[index], schema.Items ?? ValueSchema.Any, $"{name}[{index}]");
            complete &= value is not null;
            if (value is null)
            {
                continue;
            }

            items.Add(value);
            if (schema.Unique && value is ConfigScalar scalar && !texts.TryAdd(scalar.Text, index))
            {
                context.Error(Codes.ListSize, list.Items[index], $"{Quote.Of(scalar.Text)} is listed twice in '{name}'.", "different items");
            }
        }

        var count = list.Items.Count;
        if (count < schema.MinimumItems || count > schema.MaximumItems)
        {
            context.Error(Codes.ListSize, list, $"The input '{name}' has {count} {(count == 1 ? "item" : "items")}.", FormatChecks.Range(schema.MinimumItems, schema.MaximumItems) + " items");
            return null;
        }

        return complete ? new ConfigList(items, context.At(list)) : null;
    }

    private ConfigMap? BindMap(MappingNode map, ValueSchema schema, string name)
    {
        if (schema.Properties.Count == 0)
        {
            var values = map.Entries.TakeWhile(_ => !context.Findings.IsFull).Select(entry => (entry, Value: Bind(entry.Value, schema.Values ?? ValueSchema.Any, $"{name}.{entry.Name}"))).ToList();
            return values.TrueForAll(pair => pair.Value is not null)
                ? new ConfigMap([.. values.Select(pair => new ConfigMapEntry(pair.entry.Name, context.At(pair.entry.Key), pair.Value!))], context.At(map))
                : null;
        }

        var errors = context.Findings.ErrorCount;
        var names = schema.Properties.Select(property => property.Name).ToList();
        var bound = BindProperties(map.Entries, map, schema.Properties, name + ".", entry =>
            context.Error(Codes.UnknownInput, entry.Key, $"{Quote.Of(entry.Name)} is no key of '{name}'.", string.Join(", ", names), NearestName.Of(entry.Name, names)));
        if (schema.ExactlyOne && map.Entries.Count != 1)
        {
            context.Error(Codes.Rule, map, $"The input '{name}' has {map.Entries.Count} keys.", "exactly one of " + string.Join(", ", names));
            return null;
        }

        return context.Findings.ErrorCount == errors ? new ConfigMap(bound, context.At(map)) : null;
    }

    private ConfigValue? WrongType(SourceNode node, ValueSchema schema, string name) => Mismatch(node, node.KindName, schema, name);

    private ConfigValue? Mismatch(SourceNode node, string found, ValueSchema schema, string name)
    {
        var quotable = node is ScalarNode { IsPlain: true, IsNull: false } && schema.Kinds.Contains(ValueKind.Text);
        var unquotable = node is ScalarNode { IsPlain: false } quoted && CoreSchema.Plain(quoted.Text) is ConfigScalar { Kind: not ScalarKind.Text };
        context.Error(
            Codes.WrongType,
            node,
            $"The input '{name}' is {Quote.A(found)}, which is not allowed.",
            schema.Describe(),
            remedy: quotable ? $"Put it in quotes: \"{Quote.Clean(((ScalarNode)node).Text, 40)}\"." : unquotable ? "Remove the quotes." : null);
        return null;
    }
}
