using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Objects;

/// <summary>An object with what the server prints about it.</summary>
/// <param name="Object">The object.</param>
/// <param name="Cells">The server's columns for its kind, in its order; empty when it makes none.</param>
public sealed record TableRow(JsonObject Object, IReadOnlyList<TableCell> Cells);
