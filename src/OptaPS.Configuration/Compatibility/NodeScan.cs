using System.Text.RegularExpressions;
using OptaPS.Configuration.Interpolation;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Compatibility;

/// <summary>Finds differences in the nodes of a file, for uses that load without any message.</summary>
internal sealed partial class NodeScan(SourceText source, MappingNode root)
{
    private static readonly string[] NginxInputs = ["consistent_hash", "ingress_extra_annotations", "nginx_config", "ingress_nginx_values"];
    private readonly List<CompatibilityFinding> findings = [];

    public List<CompatibilityFinding> Run()
    {
        Variables();
        Environments();
        RepeatedTypes();
        foreach (var module in (root.Find("modules")?.Value as SequenceNode)?.Items.OfType<MappingNode>() ?? [])
        {
            if (module.Find("type")?.Value is ScalarNode { Text: "custom-terraform" } type)
            {
                Add("custom-terraform", type, "The module is read but not run.");
            }

            foreach (var entry in module.Entries)
            {
                if (NginxInputs.Contains(entry.Name, StringComparer.Ordinal))
                {
                    Add("ingress-inputs", entry.Key, $"'{entry.Name}' applies to the classic Ingress.");
                }

                Visit(entry.Value, entry.Name);
            }
        }

        return findings;
    }

    private void Variables()
    {
        if (root.Find("providers") is null)
        {
            return;
        }

        foreach (var variable in (root.Find("input_variables")?.Value as SequenceNode)?.Items.OfType<MappingNode>() ?? [])
        {
            if (variable.Find("default")?.Value is null or ScalarNode { IsNull: true })
            {
                Add("parent-variables", variable, "Services can use this environment when the value is given with --var.");
            }
        }
    }

    private void RepeatedTypes()
    {
        var types = (root.Find("modules")?.Value as SequenceNode)?.Items.OfType<MappingNode>().Select(module => module.Find("type")?.Value).OfType<ScalarNode>() ?? [];
        foreach (var type in types.GroupBy(type => type.Text, StringComparer.Ordinal).Where(group => group.Count() > 1 && root.Find("providers") is not null).Select(group => group.ElementAt(1)))
        {
            Add("repeated-types", type, $"Services read the outputs of {Quote.Of(type.Text)} as {{parent.<module>_<output>}}.");
        }
    }

    private void Environments()
    {
        if (root.Find("environments")?.Value is SequenceNode { Items.Count: > 1 } list)
        {
            Add("chosen-environment", list, "Only the chosen one of these environments must load.");
        }
    }

    private void Visit(SourceNode node, string input)
    {
        switch (node)
        {
            case MappingNode map:
                foreach (var entry in map.Entries)
                {
                    Visit(entry.Value, input);
                }

                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    Visit(item, input);
                }

                break;
            case ScalarNode scalar:
                Scalar(scalar, input);
                break;
        }
    }

    private void Scalar(ScalarNode node, string input)
    {
        if (node.IsPlain && TruthWord().IsMatch(node.Text))
        {
            Add("truth-words", node, $"{Quote.Of(node.Text)} is text.");
        }

        if (input == "public_uri" && node.Text.StartsWith("*.", StringComparison.Ordinal))
        {
            Add("wildcard-hosts", node, $"{Quote.Of(node.Text)} routes all hosts below the domain.");
        }

        if (node.Resolved is not ConfigScalar { Kind: ScalarKind.Text } || !TextParser.MayHoldReferences(node.Text))
        {
            return;
        }

        var parts = TextParser.Parse(node.Text);
        if (parts is [{ Kind: TextPartKind.Reference } only] && (only.Text.StartsWith("vars.", StringComparison.Ordinal) || only.Text.StartsWith("variables.", StringComparison.Ordinal)))
        {
            Add("typed-variables", node, $"{Quote.Of(only.Source)} keeps the type of the variable.");
        }

        if (parts.Exists(part => part.Kind == TextPartKind.Reference && part.Text.StartsWith("parent[", StringComparison.Ordinal)))
        {
            Add("old-parent-form", node, "The form with brackets works.");
        }

        if (ShellVariable().IsMatch(node.Text) && parts.Exists(part => part.Kind == TextPartKind.Literal && ShellVariable().IsMatch(part.Text)))
        {
            Add("shell-variables", node, "The shell variable is kept.");
        }
        else if (HasLoneBrace(node.Text, parts))
        {
            Add("literal-braces", node, "The braces are kept as text.");
        }
    }

    // Opta read doubled braces as single ones and tripped over the others; a text written for it has no lone brace outside its references.
    private static bool HasLoneBrace(string text, List<TextPart> parts)
    {
        var rest = parts.Where(part => part.Kind != TextPartKind.Literal).Aggregate(text, (left, part) => left.Replace(part.Source, string.Empty, StringComparison.Ordinal));
        rest = rest.Replace("{{", string.Empty, StringComparison.Ordinal).Replace("}}", string.Empty, StringComparison.Ordinal);
        return rest.AsSpan().ContainsAny('{', '}');
    }

    private void Add(string id, SourceNode at, string detail) =>
        findings.Add(new CompatibilityFinding(DifferenceCatalog.Get(id), source.At(at.Line, at.Column), source.Excerpt(at.Line, at.Column), detail, false));

    [GeneratedRegex(@"\A(y|Y|n|N|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|0[0-7]+|[0-9]+(:[0-5]?[0-9])+|[0-9]+(_[0-9]+)+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TruthWord();

    [GeneratedRegex(@"\$\{[A-Za-z_]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellVariable();
}
