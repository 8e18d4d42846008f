using OptaPS.Diagnostics;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Chooses the proxy of an endpoint: the kubeconfig's own, else HTTPS_PROXY/HTTP_PROXY without NO_PROXY.</summary>
internal static class ProxyRule
{
    public static Uri? Choose(string? configured, Uri endpoint, Func<string, string?> variable)
    {
        if (configured is { Length: > 0 })
            return Parse(configured, "the kubeconfig's proxy-url");
        var name = endpoint.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        var text = Either(variable, name);
        return text is null || endpoint.IsLoopback || IsExempt(endpoint, Either(variable, "NO_PROXY")) ? null : Parse(text, name);
    }

    private static string? Either(Func<string, string?> variable, string name) =>
        new[] { variable(name), variable(name.ToLowerInvariant()) }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    private static bool IsExempt(Uri endpoint, string? list) => list is not null && list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(rule =>
    {
        var (host, port) = rule.LastIndexOf(':') is var colon and > 0 && !rule.EndsWith(']') && int.TryParse(rule[(colon + 1)..], out var number) ? (rule[..colon], number) : (rule, 0);
        if (port != 0 && port != endpoint.Port)
            return false;
        if (host == "*")
            return true;
        if (host.Contains('/') && System.Net.IPNetwork.TryParse(host, out var network) && System.Net.IPAddress.TryParse(endpoint.IdnHost, out var address))
            return network.Contains(address);
        host = host.TrimStart('*').TrimStart('.');
        return endpoint.IdnHost.Equals(host, StringComparison.OrdinalIgnoreCase) || endpoint.IdnHost.EndsWith("." + host, StringComparison.OrdinalIgnoreCase);
    });

    private static Uri Parse(string text, string where)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(full, UriKind.Absolute, out var proxy) && proxy.Host.Length > 0 && ProxyDialer.Schemes.Contains(proxy.Scheme))
            return proxy;
        throw new OptaException(new Diagnostic("OPTA4030", Severity.Error, $"The proxy '{(proxy is null ? text : proxy.GetLeftPart(UriPartial.Scheme) + proxy.Authority)}' of {where} is not supported.")
        {
            Allowed = "http:// and https:// proxies that answer CONNECT, socks5:// proxies",
            Category = DiagnosticCategory.NotImplemented,
        });
    }
}
