using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Mesh;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Sends a call to a ready pod of a service and lets the pod say who it is.</summary>
internal sealed class PodResponder(Cluster cluster)
{
    public async Task AnswerAsync(HttpContext context, EntryCall call, RouteTarget target)
    {
        if (cluster.Store.Get("/services", target.Namespace, target.Service)?.Body is not { } service)
        {
            await EntryRouter.RefuseAsync(context, 500, $"service {target.Namespace}/{target.Service} does not exist");
            return;
        }

        if (service.Objects("spec", "ports").FirstOrDefault(item => item.Number("port") == target.Port) is not { } port)
        {
            await EntryRouter.RefuseAsync(context, 500, $"service {target.Namespace}/{target.Service} has no port {target.Port}");
            return;
        }

        var pods = ServiceEndpoints.Ready(cluster, target.Namespace, target.Service).ToList();
        if (pods.Count == 0)
        {
            await EntryRouter.RefuseAsync(context, 503, $"service {target.Namespace}/{target.Service} has no ready endpoint");
            return;
        }

        var pod = pods[RandomNumberGenerator.GetInt32(pods.Count)];
        var number = TargetPort(port, pod);
        var client = target.Proxies.Count > 0 ? target.Proxies[RandomNumberGenerator.GetInt32(target.Proxies.Count)] : null;
        if (NetworkPolicies.Refusal(cluster, client, pod, number) is { } why)
        {
            await EntryRouter.RefuseAsync(context, 504, why);
            return;
        }

        await WriteAsync(context, call, target, pod, client);
    }

    private static long TargetPort(JsonObject port, JsonObject pod) => port["targetPort"].Text() is { } name
        ? pod.Objects("spec", "containers").SelectMany(container => container.Objects("ports")).FirstOrDefault(item => item.Text("name") == name).Number("containerPort") ?? 0
        : port.Number("targetPort") ?? port.Number("port") ?? 0;

    private static async Task WriteAsync(HttpContext context, EntryCall call, RouteTarget target, JsonObject pod, JsonObject? client)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in call.Headers)
            headers[name] = value.ToString();
        foreach (var (name, value) in target.Headers)
            headers[name] = value;
        var container = pod.Objects("spec", "containers").First(item => item.Text("name") != "linkerd-proxy");
        var identity = MeshIdentity.Of(pod);
        var clientIdentity = client is null ? null : MeshIdentity.Of(client);
        var answer = new JsonObject
        {
            ["pod"] = pod.Name(),
            ["namespace"] = pod.Namespace(),
            ["node"] = pod.Text("spec", "nodeName"),
            ["image"] = container.Text("image"),
            ["service"] = target.Service,
            ["route"] = target.Route,
            ["method"] = call.Method,
            ["scheme"] = call.IsHttps ? "https" : "http",
            ["host"] = call.Host,
            ["path"] = target.Path,
            ["headers"] = headers,
            ["meshed"] = identity is not null,
            ["identity"] = identity,
            ["clientIdentity"] = identity is not null ? clientIdentity : null,
            ["mutualTls"] = identity is not null && clientIdentity is not null
        };
        context.Response.StatusCode = 200;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonText.ToBytes(answer), context.RequestAborted);
    }
}
