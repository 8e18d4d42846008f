using Microsoft.AspNetCore.Http;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>A request to the entry.</summary>
internal sealed record EntryCall(string Host, string Path, string Method, bool IsHttps, IHeaderDictionary Headers, IQueryCollection Query)
{
    /// <summary>Port that the load balancer shows: 80 or 443.</summary>
    public int Port => IsHttps ? 443 : 80;

    public static EntryCall From(HttpContext context) =>
        new(context.Request.Host.Host, context.Request.Path.Value is { Length: > 0 } path ? path : "/", context.Request.Method, context.Request.IsHttps, context.Request.Headers, context.Request.Query);
}
