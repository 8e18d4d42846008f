namespace OptaPS.Helm.Rendering;

/// <summary>.Chart in templates: the metadata and whether the chart is the root.</summary>
internal sealed class ChartMetadataValue(ChartNode node) : GoObject
{
    private static readonly GoType ChartType = new("struct { chart.Metadata; IsRoot bool }", GoKind.Struct);
    private static readonly GoType MetadataType = new("chart.Metadata", GoKind.Struct);
    private static readonly GoType MaintainerList = new("[]*chart.Maintainer", GoKind.Slice, new GoType("*chart.Maintainer", GoKind.Pointer));
    private static readonly GoType DependencyList = new("[]*chart.Dependency", GoKind.Slice, new GoType("*chart.Dependency", GoKind.Pointer));
    private IReadOnlyList<KeyValuePair<string, object?>>? fields;

    public override GoType Type => ChartType;

    public override IReadOnlyList<KeyValuePair<string, object?>> Fields => fields ??=
    [
        .. Metadata(node),
        new("IsRoot", node.IsRoot),
    ];

    public override IReadOnlyList<KeyValuePair<string, object?>> PrintedFields =>
        [new("Metadata", new StructValue(MetadataType, Metadata(node))), new("IsRoot", node.IsRoot)];

    public override bool TryGetField(string name, out object? value, out bool isInterface)
    {
        if (name == "Metadata")
        {
            value = new StructValue(MetadataType, Metadata(node));
            isInterface = false;
            return true;
        }
        return base.TryGetField(name, out value, out isInterface);
    }

    public override object? ToJson()
    {
        var json = new List<KeyValuePair<string, object?>>();
        foreach (var (key, value) in Fields)
        {
            if (key == "IsRoot" || Truth.IsSet(value))
            {
                json.Add(new(key switch { "IsRoot" => key, "APIVersion" => "apiVersion", _ => char.ToLowerInvariant(key[0]) + key[1..] }, value));
            }
        }
        return json;
    }

    private static List<KeyValuePair<string, object?>> Metadata(ChartNode node)
    {
        var m = node.Chart.Metadata;
        var annotations = new GoMap(GoTypes.MapString, isNil: m.Annotations is null);
        foreach (var (key, value) in m.Annotations ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            annotations[key] = value;
        }
        return
        [
            new("Name", node.Name),
            new("Home", m.Home),
            new("Sources", Strings(m.Sources)),
            new("Version", m.Version),
            new("Description", m.Description),
            new("Keywords", Strings(m.Keywords)),
            new("Maintainers", new GoList(MaintainerList, [.. (m.Maintainers ?? []).Select(Maintainer)], m.Maintainers is null)),
            new("Icon", m.Icon),
            new("APIVersion", m.ApiVersion),
            new("Condition", m.Condition),
            new("Tags", m.Tags),
            new("AppVersion", m.AppVersion),
            new("Deprecated", m.Deprecated),
            new("Annotations", annotations),
            new("KubeVersion", m.KubeVersion),
            new("Dependencies", new GoList(DependencyList, [.. (node.Requirements ?? []).Select(Dependency)], node.Requirements is null)),
            new("Type", m.Type),
        ];
    }

    private static GoList Strings(IReadOnlyList<string>? items) => new(GoTypes.SliceString, [.. items ?? []], items is null);

    private static StructValue Maintainer(ChartMaintainer m) => new(
        MaintainerList.Element!,
        [new("Name", m.Name), new("Email", m.Email), new("URL", m.Url)],
        ["name", "email", "url"]);

    private static StructValue Dependency(Requirement r) => new(
        DependencyList.Element!,
        [
            new("Name", r.Name),
            new("Version", r.Entry.Version),
            new("Repository", r.Entry.Repository),
            new("Condition", r.Entry.Condition),
            new("Tags", Strings(r.Entry.Tags.Count == 0 ? null : r.Entry.Tags)),
            new("Enabled", r.Enabled),
            new("ImportValues", r.Entry.ImportValues ?? new GoList(GoTypes.SliceAny, [], isNil: true)),
            new("Alias", r.Entry.Alias),
        ],
        ["name", "version", "repository!", "condition", "tags", "enabled", "import-values", "alias"]);
}
