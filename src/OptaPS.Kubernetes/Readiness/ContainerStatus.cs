using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>A container's name and status.</summary>
/// <param name="Name">The container.</param>
/// <param name="Status">The element of <c>containerStatuses</c>.</param>
internal sealed record ContainerStatus(string Name, JsonObject Status);
