namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>A second resource with the same values of <see cref="By"/> is refused.</summary>
internal sealed record UniqueRule(IReadOnlyList<string> By, string Code, string Text);
