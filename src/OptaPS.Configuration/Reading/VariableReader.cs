using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reading;

/// <summary>Reads <c>input_variables</c> and gives each its value: from the command line, else from the environment entry, else the default.</summary>
internal sealed class VariableReader(LayerDraft draft)
{
    private static readonly string[] Keys = ["name", "default", "description"];
    private static readonly string[] Implicit = ["image_tag", "image_digest"];
    private readonly LoadContext context = draft.Context;

    /// <summary>The declared variables with their values, plus those that only the environment entry gives.</summary>
    public List<InputVariable> Read(ConfigMap? fromEnvironment)
    {
        var result = new List<InputVariable>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var node = draft.Find("input_variables");
        if (node is SequenceNode list)
        {
            foreach (var item in list.Items.TakeWhile(_ => !context.Findings.IsFull))
            {
                if (ReadOne(item, fromEnvironment) is not { } variable)
                {
                    continue;
                }

                if (!names.Add(variable.Name))
                {
                    context.Error(Codes.VariableDeclaration, item, $"The variable {Quote.Of(variable.Name)} is declared twice.");
                    continue;
                }

                result.Add(variable);
            }
        }
        else if (node is not (null or ScalarNode { IsNull: true }))
        {
            context.Error(Codes.VariableDeclaration, node, "The key 'input_variables' is not a list.", "a list of maps with name, default, description");
        }

        // The deploying command passes these two; as in Opta they need no declaration.
        foreach (var name in Implicit.Where(name => context.Options.Variables.ContainsKey(name) && names.Add(name)))
        {
            result.Add(new InputVariable(name, null, null, CommandLine(name), context.At(draft.Root)));
        }

        foreach (var entry in fromEnvironment?.Entries.Where(entry => !names.Contains(entry.Key)) ?? [])
        {
            result.Add(new InputVariable(entry.Key, null, null, CommandLine(entry.Key) ?? entry.Value, entry.KeyLocation ?? context.At(draft.Root)));
        }

        return result;
    }

    private InputVariable? ReadOne(SourceNode item, ConfigMap? fromEnvironment)
    {
        if (item is not MappingNode map)
        {
            context.Error(Codes.VariableDeclaration, item, $"A variable is declared by a map, not by {Quote.A(item.KindName)}.", "name, default, description");
            return null;
        }

        foreach (var entry in map.Entries.Where(entry => !Keys.Contains(entry.Name, StringComparer.Ordinal)))
        {
            context.Error(Codes.VariableDeclaration, entry.Key, $"{Quote.Of(entry.Name)} is no key of a variable.", string.Join(", ", Keys), NearestName.Of(entry.Name, Keys));
        }

        if (map.Find("name")?.Value is not ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text } } name || !IsName(name.Text))
        {
            context.Error(Codes.VariableDeclaration, map.Find("name")?.Value ?? map, "A variable needs a name.", "letters, digits and _, not beginning with a digit");
            return null;
        }

        var defaultValue = map.Find("default")?.Value is { } node and not ScalarNode { IsNull: true } ? PlainValues.Of(node, context.Source) : null;
        var description = (map.Find("description")?.Value as ScalarNode)?.Text;
        var value = CommandLine(name.Text) ?? fromEnvironment?[name.Text] ?? defaultValue;
        return new InputVariable(name.Text, description, defaultValue, value, context.At(name));
    }

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');

    private ConfigValue? CommandLine(string name) => context.Options.Variables.GetValueOrDefault(name);
}
