namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>A word of an expression.</summary>
/// <param name="Type">'n' name, 's' string, 'b' bytes, 'i' integer, 'u' unsigned, 'd' double, 'o' operator, 'e' end.</param>
/// <param name="Text">Name or operator.</param>
/// <param name="Value">Value of a literal.</param>
/// <param name="At">Zero-based place.</param>
internal readonly record struct CelToken(char Type, string Text, object? Value, int At);
