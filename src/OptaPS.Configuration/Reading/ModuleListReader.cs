using System.Text.RegularExpressions;
using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reading;

/// <summary>Reads type and name of each module entry, and checks what concerns the list as a whole.</summary>
internal sealed partial class ModuleListReader(LayerDraft draft, CloudKind? cloud, ModuleSchemaCatalog catalog)
{
    private readonly LoadContext context = draft.Context;

    public List<ModuleDraft> Read()
    {
        var result = new List<ModuleDraft>();
        if (draft.Find("modules") is not SequenceNode list)
        {
            return result;
        }

        var byName = new Dictionary<string, ModuleDraft>(StringComparer.Ordinal);
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items.TakeWhile(_ => !context.Findings.IsFull))
        {
            if (ReadOne(item) is not { } module)
            {
                continue;
            }

            if (!byName.TryAdd(module.Name, module))
            {
                var same = byName[module.Name];
                context.Error(Codes.DuplicateModule, module.NameNode, $"The module name {Quote.Of(module.Name)} is used twice; the first is in line {same.NameNode.Line}.", "different names", remedy: "Give one of them a 'name'.");
                continue;
            }

            if (!types.Add(module.Schema.Type) && module.Schema.OncePerFile)
            {
                context.Error(Codes.OncePerFile, module.TypeNode, $"A file holds at most one module of type '{module.Schema.Type}'.", "one module of this type");
            }

            if (module.Schema.Place == ModulePlace.EnvironmentOnly && draft.Kind == LayerKind.Service)
            {
                context.Error(Codes.WrongPlace, module.TypeNode, $"A module of type '{module.Schema.Type}' belongs in an environment file.", "an environment file");
            }

            result.Add(module);
        }

        return result;
    }

    private ModuleDraft? ReadOne(SourceNode item)
    {
        if (item is not MappingNode map)
        {
            context.Error(Codes.WrongKeyType, item, $"A module is written as a map, not as {Quote.A(item.KindName)}.", "a map with 'type' and inputs");
            return null;
        }

        var typeNode = map.Find("type")?.Value;
        if (typeNode is not ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text } } type)
        {
            context.Error(Codes.MissingKey, typeNode ?? map, "A module needs a 'type'.", "the name of a module type");
            return null;
        }

        if (cloud is not { } kind)
        {
            // Without a provider only names that exist nowhere can be reported.
            CheckKnown(type);
            return null;
        }

        if (catalog.Resolve(type.Text, kind) is not { } schema)
        {
            ReportType(type, kind);
            return null;
        }

        return ReadName(map, type) is { } name ? new ModuleDraft(map, schema, type, name.Name, name.Node) : null;
    }

    private (string Name, SourceNode Node)? ReadName(MappingNode map, ScalarNode type)
    {
        var node = map.Find("name")?.Value;
        if (node is null or ScalarNode { IsNull: true })
        {
            return (type.Text.Replace("-", string.Empty, StringComparison.Ordinal), type);
        }

        if (node is ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text } } scalar && NamePattern().IsMatch(scalar.Text))
        {
            return (scalar.Text, node);
        }

        var text = (node as ScalarNode)?.Text ?? string.Empty;
        var near = string.Concat(text.Where(char.IsAsciiLetterOrDigit));
        context.Error(Codes.ModuleName, node, node is ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text } } ? $"The module name {Quote.Of(text)} is not allowed." : $"The module name is {Quote.A(node.KindName)}.", "letters and digits", near.Length > 0 && near != text ? near : null);
        return null;
    }

    private void CheckKnown(ScalarNode type)
    {
        if (!catalog.CloudsOf(type.Text).Any())
        {
            var names = catalog.All.SelectMany(schema => (string[])[schema.Type, .. schema.Aliases]).Distinct(StringComparer.Ordinal);
            context.Error(Codes.UnknownModuleType, type, $"The module type {Quote.Of(type.Text)} is not known.", nearest: NearestName.Of(type.Text, names));
        }
    }

    private void ReportType(ScalarNode type, CloudKind kind)
    {
        var names = catalog.NamesOn(kind).ToList();
        var elsewhere = catalog.CloudsOf(type.Text).Select(CloudNames.Of).ToList();
        if (elsewhere.Count > 0)
        {
            var dash = type.Text.IndexOf('-', StringComparison.Ordinal);
            var plain = dash < 0 ? type.Text : type.Text[(dash + 1)..];
            context.Error(
                Codes.TypeNotOnCloud,
                type,
                $"The module type '{type.Text}' does not exist on {CloudNames.Of(kind)}.",
                "an environment on " + string.Join(" or ", elsewhere),
                names.Contains(plain, StringComparer.Ordinal) ? plain : null);
            return;
        }

        context.Error(Codes.UnknownModuleType, type, $"The module type {Quote.Of(type.Text)} is not known.", string.Join(", ", names), NearestName.Of(type.Text, names));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
