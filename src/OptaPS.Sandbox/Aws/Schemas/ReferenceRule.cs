namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>The value at <paramref name="Path"/> must be that of property <paramref name="At"/> of an existing resource of type <paramref name="To"/>; both may name alternatives with a bar.</summary>
internal sealed record ReferenceRule(string Path, string To, string At, string Code, string Text);
