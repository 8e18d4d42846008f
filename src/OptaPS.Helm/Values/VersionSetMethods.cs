namespace OptaPS.Helm.Values;

/// <summary>The method of .Capabilities.APIVersions.</summary>
internal static class VersionSetMethods
{
    public static GoFunction Has(GoList set) =>
        new("Has", [GoTypes.String], variadic: false, (_, a) => set.Items.Contains(a[0]));
}
