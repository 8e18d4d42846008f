using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Ingresses: an empty list of rules is seen by the checks but not kept.</summary>
internal sealed class IngressRules : IKindRules
{
    public IReadOnlyList<string> Storages { get; } = ["networking.k8s.io/ingresses"];

    public void PrepareCreate(Cluster cluster, JsonObject body)
    {
    }

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
    }

    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
        if (body.List("spec", "rules") is { Count: 0 })
            body.Map("spec")!.Remove("rules");
    }
}
