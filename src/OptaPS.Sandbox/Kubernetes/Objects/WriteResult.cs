using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>The object after a write and whether the stored state changed.</summary>
internal sealed record WriteResult(JsonObject Body, bool Created, bool Changed);
