using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>A decoded object and the strictness complaints about it (unknown and duplicate fields).</summary>
internal sealed record DecodeResult(JsonObject Body, IReadOnlyList<string> Complaints);
