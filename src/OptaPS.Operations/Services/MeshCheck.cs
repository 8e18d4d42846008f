using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Evidence;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Operations.Sessions;

namespace OptaPS.Operations.Services;

/// <summary>
/// Looks whether the pods of a service in a meshed environment carry the mesh's proxy. An injector that is down lets pods start
/// without one, in clear text and past every policy, and nothing else would say so.
/// </summary>
internal static class MeshCheck
{
    private const string Proxy = "linkerd-proxy";

    /// <summary>Throws OPTA7033 when a pod runs without the proxy.</summary>
    public static async Task RunAsync(Session session, LayerName layer, string mesh, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var module in await DeployedModules.ReadAsync(session, layer.Environment, layer.Service, cancellationToken))
            {
                var client = await session.Clusters.GetAsync(module.Connection, cancellationToken);
                if (await client.GetAsync(ObjectKey.Of("apps/v1", "Deployment", module.Namespace, module.ModuleName), cancellationToken) is not { } deployment)
                    continue;

                var bare = (await PodFinder.FindAsync(client, deployment, cancellationToken)).Where(pod => pod["metadata"]?["deletionTimestamp"] is null && !HasProxy(pod)).ToList();
                if (bare.Count > 0)
                    throw new OptaException(await DescribeAsync(client, module, bare, mesh, cancellationToken));
            }
        }
        catch (KubernetesException e)
        {
            throw e.ToOptaException();
        }
    }

    /// <summary>True when a pod carries the proxy, as a container or as a native sidecar.</summary>
    public static bool HasProxy(JsonObject pod) =>
        (pod["spec"]?["containers"] as JsonArray ?? []).Concat(pod["spec"]?["initContainers"] as JsonArray ?? [])
        .Any(container => container?["name"]?.GetValue<string>() == Proxy);

    private static async Task<Diagnostic> DescribeAsync(IKubernetesClient client, DeployedModule module, List<JsonObject> pods, string mesh, CancellationToken cancellationToken)
    {
        var evidence = new List<string>();
        foreach (var pod in pods)
        {
            evidence.Add($"Pod {pod.GetNamespace()}/{pod.GetName()} has no container {Proxy}");
            evidence.AddRange((await EventReader.ReadAsync(client, pod, cancellationToken)).Select(EventReader.Describe));
        }

        var injector = await client.GetAsync(ObjectKey.Of("apps/v1", "Deployment", "linkerd", "linkerd-proxy-injector"), cancellationToken);
        evidence.Add(injector is null
            ? "Deployment linkerd/linkerd-proxy-injector does not exist"
            : $"Deployment linkerd/linkerd-proxy-injector: {injector["status"]?["readyReplicas"]?.GetValue<int>() ?? 0} of {injector["spec"]?["replicas"]?.GetValue<int>() ?? 1} pods ready");
        return new Diagnostic("OPTA7033", Severity.Error, $"{pods.Count} pods of {module.Namespace}/{module.ModuleName} run without the {mesh} proxy.")
        {
            Category = DiagnosticCategory.SecurityError,
            Resource = $"Deployment {module.Namespace}/{module.ModuleName}",
            Cause = "The mesh's injector did not act when the pods were made.",
            Evidence = evidence,
            Remedy = $"Apply the environment again to mend the mesh, then restart the pods (kubectl -n {module.Namespace} rollout restart deployment/{module.ModuleName}) or deploy a new image.",
        };
    }
}
