using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Kubernetes.Objects;

/// <summary>Scaling and eviction: writes to subresources.</summary>
public static class Subresources
{
    /// <summary>Evicts a pod, respecting disruption budgets. False when the pod did not exist.</summary>
    /// <exception cref="KubernetesException">Reason <see cref="KubernetesFailure.Throttled"/>: a budget forbids it now.</exception>
    public static async Task<bool> EvictAsync(this IKubernetesClient client, string @namespace, string pod, int? gracePeriodSeconds, CancellationToken cancellationToken)
    {
        var eviction = new JsonObject
        {
            ["apiVersion"] = "policy/v1",
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = pod, ["namespace"] = @namespace },
        };
        if (gracePeriodSeconds is { } seconds)
            eviction["deleteOptions"] = new JsonObject { ["gracePeriodSeconds"] = seconds };
        try
        {
            await client.CreateAsync(eviction, new WriteOptions { Subresource = "eviction" }, cancellationToken);
            return true;
        }
        catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.NotFound)
        {
            return false;
        }
    }

    /// <summary>Sets the number of replicas through the scale subresource.</summary>
    public static Task<JsonObject> ScaleAsync(this IKubernetesClient client, ObjectKey key, int replicas, CancellationToken cancellationToken) => client.PatchAsync(
        key,
        Patch.PatchKind.Merge,
        new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } },
        new WriteOptions { Subresource = "scale" },
        cancellationToken);
}
