using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Readiness;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Deletes a namespace that was made for a release, when nothing is left in it but what Kubernetes itself puts there.</summary>
internal sealed class NamespaceRemoval(ReleaseCluster cluster)
{
    // Written by the control plane about other objects, or into every namespace.
    private static readonly HashSet<string> OfTheSystem = ["Event", "Endpoints", "EndpointSlice", "Lease", "PodMetrics", "ControllerRevision"];

    /// <summary>Asks for the deletion when that is due. True while the namespace is on its way out.</summary>
    public async Task<bool> IsThereAsync(string name, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of("v1", "Namespace", null, name);
        if (await cluster.Client.GetAsync(key, cancellationToken) is not { } live || live.GetAnnotation(NamespaceCreation.Mark) is null)
            return false;
        if (live.IsBeingDeleted())
            return true;
        if (!await IsEmptyAsync(name, cancellationToken))
            return false;
        await cluster.Client.DeleteAsync(key, new DeleteOptions { Uid = live.GetUid() }, cancellationToken);
        return await cluster.Client.GetAsync(key, cancellationToken) is not null;
    }

    /// <summary>The error of a namespace that stays.</summary>
    public async Task<Diagnostic> StuckAsync(ReleaseHandle handle, CancellationToken cancellationToken)
    {
        var live = await cluster.Client.GetAsync(ObjectKey.Of("v1", "Namespace", null, handle.Namespace), cancellationToken);
        return new Diagnostic("OPTA5533", Severity.Error, $"The namespace {handle.Namespace} is still there after {handle.Timeout.TotalSeconds:0} s.")
        {
            Resource = $"Namespace {handle.Namespace}",
            Evidence = live is null ? [] : [DeletionBlocker.Describe(live)],
            Remedy = "See what keeps it, then run the command again.",
            Category = DiagnosticCategory.OperationTimeout,
        };
    }

    private async Task<bool> IsEmptyAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var resource in await cluster.Client.DiscoverAsync(cancellationToken))
        {
            if (!resource.Namespaced || OfTheSystem.Contains(resource.Kind.Kind) || !CanList(resource))
                continue;
            await foreach (var found in cluster.Client.ListAsync(new ListQuery(resource.Kind, name), cancellationToken))
            {
                if (!IsDefault(found))
                    return false;
            }
        }

        return true;
    }

    private static bool CanList(ApiResource resource) => resource.Verbs.Count == 0 || resource.Verbs.Contains("list");

    private static bool IsDefault(JsonObject found) => (found.Text("kind"), found["metadata"].TextAt("name")) is ("ServiceAccount", "default") or ("ConfigMap", "kube-root-ca.crt")
        || found["metadata"]?["ownerReferences"] is JsonArray { Count: > 0 };
}
