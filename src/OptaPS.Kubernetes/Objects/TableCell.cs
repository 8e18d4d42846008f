namespace OptaPS.Kubernetes.Objects;

/// <summary>One column of a <see cref="TableRow"/>.</summary>
/// <param name="Column">The column's heading.</param>
/// <param name="Text">What the server prints.</param>
/// <param name="Wide">True for columns that only a wide table shows.</param>
public sealed record TableCell(string Column, string Text, bool Wide);
