namespace OptaPS.Sandbox.Kubernetes.Mesh;

/// <summary>Who calls, as an inbound proxy sees it.</summary>
internal sealed record MeshCaller(string? Identity, string Address, bool InCluster)
{
    public override string ToString() => Identity ?? "an unauthenticated client";
}
