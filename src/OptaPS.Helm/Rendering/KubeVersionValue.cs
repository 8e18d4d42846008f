namespace OptaPS.Helm.Rendering;

/// <summary>.Capabilities.KubeVersion in templates.</summary>
internal sealed class KubeVersionValue(KubeVersion version) : GoObject
{
    private static readonly GoType KubeVersionType = new("chartutil.KubeVersion", GoKind.Struct);

    public override GoType Type => KubeVersionType;

    public override string? AddressableText => version.Version;

    public override IReadOnlyList<KeyValuePair<string, object?>> Fields { get; } =
        [new("Version", version.Version), new("Major", version.Major), new("Minor", version.Minor)];

    public override GoFunction? Method(string name) =>
        name is "GitVersion" or "String" ? new GoFunction(name, [], variadic: false, (_, _) => version.Version) : null;
}
