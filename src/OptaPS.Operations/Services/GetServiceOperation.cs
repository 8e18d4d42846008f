using System.Text.Json.Nodes;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Evidence;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Objects;
using OptaPS.Operations.Environments;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Services;

/// <summary>Lists service modules with what their Deployments and pods say now.</summary>
internal static class GetServiceOperation
{
    public static async Task<IReadOnlyList<ServiceInfo>> RunAsync(GetServiceRequest request, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var (environment, source) = await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(source));
        var mesh = MeshState.Read(await session.Engine.ReadStateAsync(environment.ToString(), cancellationToken));
        var result = new List<ServiceInfo>();
        try
        {
            foreach (var module in await DeployedModules.ReadAsync(session, environment.Environment, request.Service, cancellationToken))
            {
                var client = await session.Clusters.GetAsync(module.Connection, cancellationToken);
                result.Add(await ReadAsync(client, module, new ServiceInfo(environment.Environment, module.ServiceName, module.ModuleName)
                {
                    IssuerExpires = mesh?.IssuerExpires,
                    Target = target.Name,
                }, cancellationToken));
            }
        }
        catch (KubernetesException e)
        {
            throw e.ToOptaException();
        }

        return result;
    }

    private static async Task<ServiceInfo> ReadAsync(IKubernetesClient client, DeployedModule module, ServiceInfo info, CancellationToken cancellationToken)
    {
        var deployment = await client.GetAsync(ObjectKey.Of("apps/v1", "Deployment", module.Namespace, module.ModuleName), cancellationToken);
        if (deployment is null)
            return info with { Reason = $"there is no Deployment {module.Namespace}/{module.ModuleName}" };

        var spec = deployment["spec"]!;
        var wanted = spec["replicas"]?.GetValue<int>() ?? 1;
        var status = deployment["status"] as JsonObject ?? [];
        var ready = status["readyReplicas"]?.GetValue<int>() ?? 0;
        var current = status["observedGeneration"]?.GetValue<long>() >= deployment["metadata"]!["generation"]?.GetValue<long>();
        var updated = status["updatedReplicas"]?.GetValue<int>() ?? 0;
        var condition = (status["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => Text(c, "status") != "True");
        var done = current && ready >= wanted && updated >= wanted;
        var stuck = (status["conditions"] as JsonArray)?.OfType<JsonObject>().Any(c => Text(c, "type") == "Progressing" && Text(c, "status") == "False") == true;
        return info with
        {
            Status = done ? "Ready" : stuck ? "Degraded" : "Progressing",
            Reason = done ? "" : condition is null ? $"{ready} of {wanted} pods are ready" : $"{ready} of {wanted} pods are ready: {Text(condition, "message")}",
            Image = (spec["template"]!["spec"]!["containers"] as JsonArray)?.OfType<JsonObject>().Select(c => Text(c, "image")).FirstOrDefault() ?? "",
            Replicas = wanted,
            ReadyReplicas = ready,
            Meshed = await MeshedAsync(client, deployment, cancellationToken),
        };
    }

    private static async Task<bool> MeshedAsync(IKubernetesClient client, JsonObject deployment, CancellationToken cancellationToken)
    {
        var pods = (await PodFinder.FindAsync(client, deployment, cancellationToken)).Where(pod => pod["metadata"]?["deletionTimestamp"] is null).ToList();
        return pods.Count > 0 && pods.TrueForAll(MeshCheck.HasProxy);
    }

    private static string Text(JsonObject o, string name) => o[name]?.GetValue<string>() ?? "";
}
