using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>The state after a deletion: removed at once, or waiting for finalizers or a grace period.</summary>
internal sealed record DeleteResult(JsonObject Body, bool Removed, bool Changed);
