using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>The name label, the kubernetes finalizer and the phase of namespaces.</summary>
internal sealed class NamespaceRules : IKindRules
{
    public IReadOnlyList<string> Storages { get; } = ["/namespaces"];

    public void PrepareCreate(Cluster cluster, JsonObject body)
    {
        body["status"] = new JsonObject { ["phase"] = "Active" };
        var finalizers = body.Ensure("spec").EnsureList("finalizers");
        if (!finalizers.Any(item => item.Text() == "kubernetes"))
            finalizers.Add("kubernetes");
        body.Ensure("metadata", "labels")["kubernetes.io/metadata.name"] = body.Name();
    }

    public void PrepareUpdate(Cluster cluster, JsonObject body, JsonObject old, WriteContext context)
    {
        body.Ensure("metadata", "labels")["kubernetes.io/metadata.name"] = old.Name();
        if (context.Subresource != "finalize")
            KindRules.Keep(body, old, "spec");
    }

    public void Allocate(Cluster cluster, JsonObject body, JsonObject? old, bool dryRun)
    {
    }
}
