using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>Says whether an autoscaler sets an object's number of replicas, now and after the release.</summary>
internal static class Autoscalers
{
    private static readonly GroupVersionKind Kind = new("autoscaling", "v2", "HorizontalPodAutoscaler");

    /// <summary>The objects whose autoscaler the release gives up.</summary>
    public static IReadOnlySet<ObjectIdentity> GivenUp(IEnumerable<TargetObject> originals, IEnumerable<TargetObject> targets)
    {
        var stay = targets.Select(target => target.Id).ToHashSet();
        return originals.Where(original => original.Id.Kind == Kind.Kind && !original.IsKept && !stay.Contains(original.Id)).Select(original => ScaledBy(original.Document, original.Id.Namespace)).ToHashSet();
    }

    /// <summary>The objects that the release's autoscalers scale.</summary>
    public static IReadOnlySet<ObjectIdentity> Scaled(IEnumerable<TargetObject> targets) =>
        targets.Where(target => target.Id.Kind == Kind.Kind).Select(target => ScaledBy(target.Document, target.Id.Namespace)).ToHashSet();

    /// <summary>True when the cluster has an autoscaler for the object, or does not let us look.</summary>
    public static async Task<bool> HasAsync(IKubernetesClient cluster, TargetObject target, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var scaler in cluster.ListAsync(new ListQuery(Kind, target.Key.Namespace), cancellationToken))
            {
                if (ScaledBy(scaler, target.Id.Namespace) == target.Id)
                    return true;
            }

            return false;
        }
        catch (KubernetesException)
        {
            // Who may not look must not take the number away from whoever set it.
            return true;
        }
    }

    private static ObjectIdentity ScaledBy(JsonObject scaler, string? @namespace)
    {
        var version = scaler.TextAt("spec", "scaleTargetRef", "apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return new ObjectIdentity(slash < 0 ? "" : version[..slash], scaler.TextAt("spec", "scaleTargetRef", "kind") ?? "", @namespace, scaler.TextAt("spec", "scaleTargetRef", "name") ?? "");
    }
}
