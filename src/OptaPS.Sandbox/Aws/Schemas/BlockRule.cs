namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>Deletion is refused while a resource of type <paramref name="By"/> has at <paramref name="Path"/> the value of this resource's property <paramref name="At"/>.</summary>
internal sealed record BlockRule(string By, string Path, string At, string Code, string Text);
