namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>A parsed expression.</summary>
/// <param name="Kind">Form.</param>
/// <param name="Text">Name, field or operator.</param>
/// <param name="Value">Value of a literal.</param>
/// <param name="Parts">Sub-expressions; of a method the target comes first, of a map keys and values alternate.</param>
/// <param name="At">Zero-based place in the text that messages point at.</param>
internal sealed record CelNode(CelKind Kind, string Text, object? Value, IReadOnlyList<CelNode> Parts, int At);
