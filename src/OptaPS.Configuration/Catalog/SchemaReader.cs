using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Catalog;

/// <summary>
/// Reads schema files. A file whose name begins with an underscore holds inputs that others take over by <c>use</c>; it must come first.
/// A mistake in a schema file is a mistake in the product, so it throws <see cref="InvalidOperationException"/>.
/// </summary>
internal sealed class SchemaReader
{
    private readonly Dictionary<string, InputSchema> shared = new(StringComparer.Ordinal);

    /// <summary>Gives the schema, or null for a file of shared inputs.</summary>
    public ModuleSchema? Read(string name, string text)
    {
        var findings = new FindingBag();
        var root = YamlReader.Read(new SourceText(name, name, text, string.Empty), findings) as MappingNode;
        if (root is null || findings.HasErrors)
        {
            throw new InvalidOperationException($"The schema {name} is broken: {string.Join("; ", findings.ToDiagnostics(null))}");
        }

        if (root.Find("shared") is { Value: MappingNode inputs })
        {
            foreach (var entry in inputs.Entries)
            {
                shared.Add(entry.Name, ReadInput(entry.Name, (MappingNode)entry.Value));
            }

            return null;
        }

        return ReadModule(root);
    }

    private ModuleSchema ReadModule(MappingNode root) => new()
    {
        Type = Text(root, "type")!,
        Aliases = Texts(root, "aliases"),
        Clouds = [.. Texts(root, "clouds").Select(Cloud)],
        About = Text(root, "about")!,
        Place = Text(root, "place") switch { "environment" => ModulePlace.Environment, "environment-only" => ModulePlace.EnvironmentOnly, _ => ModulePlace.Service },
        AliasOnCluster = Flag(root, "alias-on-cluster"),
        OncePerFile = Flag(root, "once"),
        KubernetesName = Flag(root, "kubernetes-name"),
        OpenOutputs = Flag(root, "open-outputs"),
        Inputs = ReadInputs(root),
        Outputs = [.. Map(root, "outputs").Select(ReadOutput)],
        FilledIn = Texts(root, "filled-in"),
        LinksTo = Texts(root, "links-to"),
        Link = root.Find("link")?.Value is MappingNode link ? new LinkSchema(Texts(link, "permissions"), Texts(link, "default"), Texts(link, "injects")) : null,
        Rules = [.. List(root, "rules").Cast<MappingNode>().Select(rule => new RuleSchema(Text(rule, "rule")!, Texts(rule, "of"), Text(rule, "about")!))],
        Names = [.. List(root, "names").Cast<MappingNode>().Select(limit => new NameLimit(Text(limit, "what")!, Text(limit, "name")!, Number(limit, "max")!.Value))],
        Needs = Texts(root, "needs"),
        Notes = Texts(root, "notes"),
    };

    private List<InputSchema> ReadInputs(MappingNode root)
    {
        var own = Map(root, "inputs").Select(entry => ReadInput(entry.Name, (MappingNode)entry.Value)).ToList();
        return [.. Texts(root, "use").Where(name => own.TrueForAll(input => input.Name != name)).Select(name => shared[name]), .. own];
    }

    private static InputSchema ReadInput(string name, MappingNode node) => new()
    {
        Name = name,
        Value = ReadValue(node),
        About = Text(node, "about") ?? string.Empty,
        Required = Flag(node, "required"),
        Default = node.Find("default") is { } value ? Default(value.Value) : null,
        OptaDefault = Text(node, "opta-default"),
        Deprecated = Text(node, "deprecated"),
        NoEffect = Flag(node, "no-effect"),
        Secret = Flag(node, "secret"),
    };

    private static ValueSchema ReadValue(MappingNode node) => new()
    {
        Kinds = [.. Texts(node, "is").Select(Kind)],
        Items = node.Find("items")?.Value is MappingNode items ? ReadValue(items) : null,
        Values = node.Find("values")?.Value is MappingNode values ? ReadValue(values) : null,
        Properties = [.. Map(node, "keys").Select(entry => ReadInput(entry.Name, (MappingNode)entry.Value))],
        ExactlyOne = Flag(node, "exactly-one"),
        Allowed = Texts(node, "allowed"),
        Retired = Texts(node, "retired"),
        Pattern = Text(node, "pattern"),
        Form = Text(node, "form"),
        Format = Text(node, "format"),
        Soft = Flag(node, "soft"),
        Minimum = Number(node, "min"),
        Maximum = Number(node, "max"),
        MinimumItems = Number(node, "min-items"),
        MaximumItems = Number(node, "max-items"),
        Unique = Flag(node, "unique"),
    };

    private static OutputSchema ReadOutput(MappingEntry entry) => entry.Value is MappingNode node
        ? new OutputSchema(entry.Name, Text(node, "about")!, !Flag(node, "private"), Flag(node, "sensitive"))
        : new OutputSchema(entry.Name, ((ScalarNode)entry.Value).Text, true, false);

    private static ConfigValue Default(SourceNode node) => node switch
    {
        ScalarNode scalar => scalar.Resolved,
        SequenceNode list => new ConfigList([.. list.Items.Select(Default)], null),
        MappingNode map => new ConfigMap([.. map.Entries.Select(entry => new ConfigMapEntry(entry.Name, null, Default(entry.Value)))], null),
        _ => throw new InvalidOperationException("Unknown kind of node."),
    };

    private static ValueKind Kind(string text) => text switch
    {
        "text" => ValueKind.Text,
        "integer" => ValueKind.Integer,
        "integer-text" => ValueKind.IntegerText,
        "number" => ValueKind.Number,
        "boolean" => ValueKind.Boolean,
        "list" => ValueKind.List,
        "map" => ValueKind.Map,
        _ => throw new InvalidOperationException($"Unknown kind '{text}' in a schema."),
    };

    private static CloudKind Cloud(string text) => text switch
    {
        "aws" => CloudKind.Aws,
        "google" => CloudKind.Google,
        "azure" => CloudKind.Azure,
        "local" => CloudKind.Local,
        "cluster" => CloudKind.Cluster,
        _ => throw new InvalidOperationException($"Unknown cloud '{text}' in a schema."),
    };

    private static string? Text(MappingNode node, string key) => (node.Find(key)?.Value as ScalarNode)?.Text;

    private static bool Flag(MappingNode node, string key) => Text(node, key) == "true";

    private static int? Number(MappingNode node, string key) => Text(node, key) is { } text ? int.Parse(text) : null;

    private static IEnumerable<MappingEntry> Map(MappingNode node, string key) => (node.Find(key)?.Value as MappingNode)?.Entries ?? [];

    private static IReadOnlyList<SourceNode> List(MappingNode node, string key) => (node.Find(key)?.Value as SequenceNode)?.Items ?? [];

    private static IReadOnlyList<string> Texts(MappingNode node, string key) => node.Find(key)?.Value switch
    {
        ScalarNode scalar => [scalar.Text],
        SequenceNode list => [.. list.Items.Cast<ScalarNode>().Select(item => item.Text)],
        _ => [],
    };
}
