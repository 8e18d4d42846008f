using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Traffic;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Calls to pods and services through the API server: names may be <c>name</c>, <c>name:port</c> or <c>scheme:name:port</c>.</summary>
internal sealed class ProxyHandler(Cluster cluster)
{
    private readonly PodVoice voice = new(cluster.Caller);

    public async Task HandleAsync(ApiRequest request)
    {
        var (scheme, name, port) = Parts(request.Info.Name);
        var answer = request.Info.Resource == "pods" ? await PodAsync(request, scheme, name) : await ServiceAsync(request, scheme, name, port);
        if (answer.Refusal is { } why)
            throw new ApiException(503, "ServiceUnavailable", why);
        request.Http.Response.StatusCode = answer.Status;
        request.Http.Response.ContentType = "application/json";
        await ResponseWriter.WriteBytesAsync(request, JsonText.ToBytes(answer.Body ?? []));
    }

    private static (string Scheme, string Name, string Port) Parts(string text)
    {
        var parts = text.Split(':');
        return parts.Length switch
        {
            1 => ("http", parts[0], ""),
            2 => ("http", parts[0], parts[1]),
            _ => (parts[0].Length == 0 ? "http" : parts[0], parts[1], parts[2])
        };
    }

    private async Task<PodAnswer> PodAsync(ApiRequest request, string scheme, string name)
    {
        if (cluster.Store.Get("/pods", request.Info.Namespace, name)?.Body is not { } pod)
            throw ApiErrors.NotFound(request.Kind, name);
        if (pod.Text("status", "podIP") is not { Length: > 0 })
            throw ApiErrors.BadRequest("address not allowed");
        return await voice.AnswerAsync(Call(request, scheme, "", 0), pod, null, null, request.Aborted);
    }

    private async Task<PodAnswer> ServiceAsync(ApiRequest request, string scheme, string name, string port)
    {
        if (cluster.Store.Get("/services", request.Info.Namespace, name)?.Body is not { } service)
            throw ApiErrors.NotFound(request.Kind, name);
        // Without a selector there are no end points to look at.
        if (service.Map("spec", "selector") is null or { Count: 0 })
            throw ApiErrors.NotFound(request.Kind, name);
        var ports = service.Objects("spec", "ports").ToList();
        var wanted = port.Length == 0 && ports.Count == 1 ? ports[0] : ports.Find(item => item.Text("name") == port || item.Number("port")?.ToString(System.Globalization.CultureInfo.InvariantCulture) == port);
        if (wanted is null || !Controllers.ServiceEndpoints.Ready(cluster, request.Info.Namespace, name).Any())
            throw new ApiException(503, "ServiceUnavailable", $"no endpoints available for service \"{request.Info.Name}\"");
        return await cluster.Caller.CallAsync(Call(request, scheme, name, wanted.Number("port") ?? 0), request.Aborted);
    }

    private static PodRequest Call(ApiRequest request, string scheme, string service, long port)
    {
        var path = request.Http.Request.Path.Value ?? "/";
        var rest = path[(path.IndexOf("/proxy", path.IndexOf("/" + request.Info.Name, StringComparison.Ordinal) + request.Info.Name.Length, StringComparison.Ordinal) + "/proxy".Length)..];
        return new PodRequest(null, request.Info.Namespace, service, port, request.Http.Request.Method, rest.Length == 0 ? "/" : rest)
        {
            Scheme = scheme,
            Host = request.Http.Request.Host.Value ?? "",
            Query = request.Http.Request.QueryString.Value ?? "",
            Headers = request.Http.Request.Headers.Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)
        };
    }
}
