using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Interpolation;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Validation;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reading;

/// <summary>Reads the inputs, dependencies and links of modules.</summary>
internal sealed class ModuleReader(LoadContext context, Interpolator interpolator, IReadOnlyList<ModuleDraft> drafts, ModuleSchemaCatalog catalog)
{
    private static readonly string[] Fixed = ["type", "name", "depends_on"];
    private readonly ValueBinder binder = new(context, interpolator);
    private readonly Dictionary<string, ModuleDraft> byName = drafts.ToDictionary(draft => draft.Name, StringComparer.Ordinal);

    public List<ModuleDeclaration> Read(string environment, string layer)
    {
        var limits = new NameLimits(context, environment, layer);
        var links = new LinkReader(context, byName);
        var result = new List<ModuleDeclaration>();
        foreach (var draft in drafts)
        {
            var inputs = new ModuleInputs(new ConfigMap(ReadInputs(draft), null), context.At(draft.Node));
            new RuleChecks(context, draft, inputs).Run();
            limits.Check(draft);
            result.Add(new ModuleDeclaration
            {
                Type = draft.Schema.Type,
                WrittenType = draft.TypeNode.Text,
                Name = draft.Name,
                Inputs = inputs,
                DependsOn = ReadDependsOn(draft),
                Links = links.Read(draft),
                Schema = draft.Schema,
                Location = context.At(draft.Node),
            });
        }

        ModuleOrder.Check(context, result, drafts);
        return result;
    }

    private List<ConfigMapEntry> ReadInputs(ModuleDraft draft)
    {
        var entries = draft.Node.Entries.Where(entry => !Fixed.Contains(entry.Name, StringComparer.Ordinal));
        return binder.BindProperties(entries, draft.TypeNode, draft.Schema.Inputs, string.Empty, entry =>
        {
            if (draft.Schema.FilledIn.Contains(entry.Name, StringComparer.Ordinal))
            {
                context.Error(Codes.FilledIn, entry.Key, $"The input '{entry.Name}' of '{draft.Schema.Type}' is filled in by OptaPS.", remedy: "Remove it.");
                return;
            }

            var names = draft.Schema.Inputs.Select(input => input.Name).Concat(Fixed).ToList();
            var allowed = draft.Schema.Inputs.Count == 0 ? "no inputs" : string.Join(", ", draft.Schema.Inputs.Select(input => input.Name));
            var clouds = catalog.All.Where(schema => schema.Aliases.Intersect(draft.Schema.Aliases, StringComparer.Ordinal).Any() && schema.FindInput(entry.Name) is not null)
                .SelectMany(schema => schema.Clouds).Distinct().Select(CloudNames.Of).ToList();
            var elsewhere = clouds.Count == 0 ? null : $"It exists only on {string.Join(" and ", clouds)}.";
            context.Error(Codes.UnknownInput, entry.Key, $"A module of type '{draft.Schema.Type}' has no input {Quote.Of(entry.Name)}.", allowed, elsewhere is null ? NearestName.Of(entry.Name, names) : null, elsewhere);
        });
    }

    private List<string> ReadDependsOn(ModuleDraft draft)
    {
        var result = new List<string>();
        var node = draft.Node.Find("depends_on")?.Value;
        if (node is null or ScalarNode { IsNull: true })
        {
            return result;
        }

        if (node is not SequenceNode list)
        {
            context.Error(Codes.WrongType, node, $"The input 'depends_on' is {Quote.A(node.KindName)}, which is not allowed.", "list of text such as [\"module.database\"]");
            return result;
        }

        foreach (var item in list.Items.TakeWhile(_ => !context.Findings.IsFull))
        {
            if (item is not ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text } } scalar)
            {
                context.Error(Codes.WrongType, item, $"An item of 'depends_on' is {Quote.A(item.KindName)}, which is not allowed.", "text such as module.database");
                continue;
            }

            var name = scalar.Text.StartsWith("module.", StringComparison.Ordinal) ? scalar.Text[7..] : scalar.Text;
            if (name != draft.Name && byName.ContainsKey(name))
            {
                result.Add(name);
                continue;
            }

            var others = drafts.Where(other => other != draft).Select(other => other.Name).Take(100).ToList();
            context.Error(Codes.DependsOn, scalar, $"No other module of this file is named {Quote.Of(name)}.", others.Count == 0 ? "no other module" : string.Join(", ", others.Select(other => "module." + other)), NearestName.Of(name, others) is { } near ? "module." + near : null);
        }

        return result;
    }
}
