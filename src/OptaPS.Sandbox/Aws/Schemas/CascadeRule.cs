namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>Resources of type <paramref name="By"/> with this resource's value of <paramref name="At"/> at <paramref name="Path"/> vanish with it.</summary>
internal sealed record CascadeRule(string By, string Path, string At);
