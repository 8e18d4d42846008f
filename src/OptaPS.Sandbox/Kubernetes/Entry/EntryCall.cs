using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OptaPS.Sandbox.Kubernetes.Traffic;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>A request as routes look at it.</summary>
internal sealed record EntryCall(string Host, string Path, string Method, bool IsHttps, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Query)
{
    /// <summary><c>HTTP/1.1</c>, <c>HTTP/2</c> or <c>gRPC</c>.</summary>
    public string Protocol { get; init; } = "HTTP/1.1";

    public string QueryText { get; init; } = "";

    public bool IsGrpc => Protocol == "gRPC";

    /// <summary>Port that the load balancer shows: 80 or 443.</summary>
    public int Port => IsHttps ? 443 : 80;

    public static EntryCall From(HttpContext context)
    {
        var request = context.Request;
        var grpc = HttpProtocol.IsHttp2(request.Protocol) && request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
        return new EntryCall(
            request.Host.Host,
            request.Path.Value is { Length: > 0 } path ? path : "/",
            request.Method,
            request.IsHttps,
            request.Headers.Where(header => !header.Key.StartsWith(':')).ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Parameters(request.QueryString.Value))
        {
            Protocol = grpc ? "gRPC" : HttpProtocol.IsHttp2(request.Protocol) ? "HTTP/2" : "HTTP/1.1",
            QueryText = request.QueryString.Value ?? ""
        };
    }

    public static EntryCall From(PodRequest request) => new(request.Host, request.Path, request.Method, request.Scheme == "https", request.Headers, Parameters(request.Query)) { Protocol = request.Protocol };

    private static Dictionary<string, string> Parameters(string? query) =>
        QueryHelpers.ParseQuery(query).ToDictionary(pair => pair.Key, pair => pair.Value.Count > 0 ? pair.Value[0] ?? "" : "", StringComparer.Ordinal);
}
