namespace OptaPS.Helm.Rendering;

/// <summary>.Capabilities in templates.</summary>
internal static class CapabilitiesValue
{
    private static readonly GoType CapabilitiesType = new("*chartutil.Capabilities", GoKind.Pointer);
    private static readonly GoType BuildInfo = new("version.BuildInfo", GoKind.Struct);

    public static GoObject Of(Capabilities capabilities) => new StructValue(
        CapabilitiesType,
        [
            new("KubeVersion", new KubeVersionValue(capabilities.KubeVersion)),
            new("APIVersions", new GoList(GoTypes.VersionSet, [.. capabilities.ApiVersions])),
            new("HelmVersion", new StructValue(
                BuildInfo,
                [new("Version", capabilities.HelmVersion), new("GitCommit", "a2369ca71c0ef633bf6e4fccd66d634eb379b371"), new("GitTreeState", "clean"), new("GoVersion", "go1.26.10")],
                ["version", "git_commit", "git_tree_state", "go_version"])),
        ]);
}
