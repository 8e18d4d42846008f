using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Mesh;
using OptaPS.Sandbox.Kubernetes.Pods;

namespace OptaPS.Sandbox.Kubernetes.Traffic;

/// <summary>
/// What a simulated pod answers: who it is and what it received. Annotations script it: <c>latency</c> (milliseconds), <c>status</c>,
/// <c>error-rate</c> (0 to 1) and <c>upstream</c> (addresses that it calls for each request, one a line); <c>?call=</c> asks for one more.
/// </summary>
internal sealed class PodVoice(PodCaller caller)
{
    private const int DeepestCall = 8;

    public async Task<PodAnswer> AnswerAsync(PodRequest request, JsonObject pod, string? identity, string? clientIdentity, CancellationToken ct)
    {
        if (Number(pod, "latency") is { } latency && latency > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(latency), ct);
        var upstream = await CallUpstreamAsync(request, pod, ct);
        var status = (int)(Number(pod, "status") ?? 200);
        if (Number(pod, "error-rate") is { } rate && RandomNumberGenerator.GetInt32(1_000_000) < rate * 1_000_000)
            status = 500;
        if (upstream.Any(item => item!["status"]!.GetValue<int>() >= 500) && status < 500)
            status = 502;
        var headers = new JsonObject();
        foreach (var (name, value) in request.Headers)
            headers[name] = value;
        var container = pod.Objects("spec", "containers").First(item => item.Text("name") != MeshIdentity.ProxyName);
        var body = new JsonObject
        {
            ["pod"] = pod.Name(),
            ["namespace"] = pod.Namespace(),
            ["node"] = pod.Text("spec", "nodeName"),
            ["image"] = container.Text("image"),
            ["service"] = request.Service,
            ["route"] = request.Route,
            ["method"] = request.Method,
            ["scheme"] = request.Scheme,
            ["protocol"] = request.Protocol,
            ["host"] = request.Host,
            ["path"] = request.Path,
            ["headers"] = headers,
            ["meshed"] = identity is not null,
            ["identity"] = identity,
            ["clientIdentity"] = identity is not null ? clientIdentity : null,
            ["mutualTls"] = identity is not null && clientIdentity is not null
        };
        if (upstream.Count > 0)
            body["upstream"] = upstream;
        return new PodAnswer(status, body, null) { Identity = identity };
    }

    private async Task<JsonArray> CallUpstreamAsync(PodRequest request, JsonObject pod, CancellationToken ct)
    {
        var addresses = (pod.Annotation(PodScript.Prefix + "upstream") ?? "").Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(QueryHelpers.ParseQuery(request.Query).GetValueOrDefault("call").OfType<string>());
        var results = new JsonArray();
        foreach (var address in addresses)
            results.Add(await CallOneAsync(address, request, pod, ct));
        return results;
    }

    private async Task<JsonObject> CallOneAsync(string address, PodRequest request, JsonObject pod, CancellationToken ct)
    {
        var result = new JsonObject { ["url"] = address };
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != "http" || request.Depth >= DeepestCall)
        {
            result["status"] = 502;
            result["refusal"] = request.Depth >= DeepestCall ? "the call came through too many pods" : "only http:// addresses of services in the cluster are called";
            return result;
        }

        // <service>[.<namespace>[.svc[.<domain>]]]
        var parts = uri.Host.Split('.');
        var answer = await caller.CallAsync(
            new PodRequest(pod, parts.Length > 1 ? parts[1] : pod.Namespace(), parts[0], uri.Port, "GET", uri.AbsolutePath) { Host = uri.Host, Query = uri.Query, Depth = request.Depth + 1 },
            ct);
        result["status"] = answer.Status;
        if (answer.Refusal is { } why)
            result["refusal"] = why;
        if (answer.Body is { } body)
            result["answer"] = body;
        return result;
    }

    private static double? Number(JsonObject pod, string name) =>
        pod.Annotation(PodScript.Prefix + name) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
