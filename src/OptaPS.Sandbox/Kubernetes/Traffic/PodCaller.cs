using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Mesh;

namespace OptaPS.Sandbox.Kubernetes.Traffic;

/// <summary>Takes a call to a ready pod of a service, through network policies and the mesh, and lets the pod answer; each call is counted on its edge.</summary>
internal sealed class PodCaller
{
    private readonly Cluster cluster;
    private readonly PodVoice voice;

    public PodCaller(Cluster cluster)
    {
        this.cluster = cluster;
        voice = new PodVoice(this);
    }

    public async Task<PodAnswer> CallAsync(PodRequest request, CancellationToken ct)
    {
        var edge = cluster.Traffic.Edge(Workloads.Of(request.Client), request.Namespace + "/" + request.Service, request.Protocol);
        var clientIdentity = request.Client is null ? null : MeshIdentity.Of(request.Client);
        var start = TimeProvider.System.GetTimestamp();
        PodAnswer? answer = null;
        try
        {
            return answer = await AnswerAsync(request, clientIdentity, ct);
        }
        finally
        {
            // A call that the caller gave up on failed for the caller.
            edge.Record(answer ?? PodAnswer.Refused(504, "the caller gave up waiting"), TimeProvider.System.GetElapsedTime(start), clientIdentity, cluster.Clock.Now);
        }
    }

    /// <summary>A call from outside the cluster's network straight to a pod, as the kubelet makes it for port-forward: no policy and no mesh between.</summary>
    public Task<PodAnswer> AnswerAtPodAsync(PodRequest request, JsonObject pod, CancellationToken ct) => voice.AnswerAsync(request, pod, identity: null, clientIdentity: null, ct);

    private async Task<PodAnswer> AnswerAsync(PodRequest request, string? clientIdentity, CancellationToken ct)
    {
        var name = request.Namespace + "/" + request.Service;
        if (cluster.Store.Get("/services", request.Namespace, request.Service)?.Body is not { } service)
            return PodAnswer.Refused(500, $"service {name} does not exist");
        if (service.Objects("spec", "ports").FirstOrDefault(item => item.Number("port") == request.Port) is not { } port)
            return PodAnswer.Refused(500, $"service {name} has no port {request.Port}");
        var pods = ServiceEndpoints.Ready(cluster, request.Namespace, request.Service).ToList();
        if (pods.Count == 0)
            return PodAnswer.Refused(503, $"service {name} has no ready endpoint");
        var pod = pods[RandomNumberGenerator.GetInt32(pods.Count)];
        var number = TargetPort(port, pod);
        if (NetworkPolicies.Refusal(cluster, request.Client, pod, number) is { } why)
            return PodAnswer.Refused(504, why);
        var identity = MeshIdentity.Of(pod);
        if (identity is not null && MeshAuthorization.Refusal(cluster, request, clientIdentity, pod, number) is var (status, unauthorised))
            return PodAnswer.Refused(status, unauthorised, identity);
        return await voice.AnswerAsync(request, pod, identity, clientIdentity, ct);
    }

    private static long TargetPort(JsonObject port, JsonObject pod) => port["targetPort"].Text() is { } name
        ? pod.Objects("spec", "containers").SelectMany(container => container.Objects("ports")).FirstOrDefault(item => item.Text("name") == name).Number("containerPort") ?? 0
        : port.Number("targetPort") ?? port.Number("port") ?? 0;
}
