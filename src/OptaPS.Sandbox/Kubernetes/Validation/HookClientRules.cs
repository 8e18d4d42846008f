using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Where a webhook is called: an address or a service.</summary>
internal static class HookClientRules
{
    public static void Check(Findings found, JsonObject? client, string field)
    {
        var url = client.Text("url");
        var service = client.Map("service");
        if (url is null == service is null)
        {
            found.Required(field, "exactly one of url or service is required");
            return;
        }

        if (url is not null)
            Address(found, url, field + ".url");
        if (service is not null)
            Service(found, service, field + ".service");
    }

    private static void Address(Findings found, string url, string field)
    {
        const string form = "; desired format: https://host[/path]";
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            found.Required(field, colon == 0 ? $"url must be a valid URL: parse \"{url}\": missing protocol scheme{form}" : "host must be specified" + form);
            return;
        }

        if (url[..colon] != "https")
            found.Invalid(field, url[..colon], "'https' is the only allowed URL scheme" + form);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
            return;
        if (parsed.Host.Length == 0)
            found.Invalid(field, "", "host must be specified" + form);
        if (parsed.UserInfo.Length > 0)
            found.Invalid(field, parsed.UserInfo, "user information is not permitted in the URL");
        if (parsed.Fragment.Length > 1)
            found.Invalid(field, parsed.Fragment[1..], "fragments are not permitted in the URL");
        if (parsed.Query.Length > 1)
            found.Invalid(field, parsed.Query[1..], "query parameters are not permitted in the URL");
    }

    private static void Service(Findings found, JsonObject service, string field)
    {
        foreach (var name in new[] { "name", "namespace" })
        {
            if (service.Text(name) is null or "")
                found.Required($"{field}.{name}");
        }

        if (service.Number("port") is { } port && port is < 1 or > 65535)
            found.Invalid(field + ".port", service["port"], "port is not valid: must be between 1 and 65535, inclusive");
        if (service.Text("path") is not { } path || path == "/")
            return;
        if (!path.StartsWith('/'))
            found.Invalid(field + ".path", path, "must start with a '/'");
        var segments = path.Length > 0 ? path[1..].TrimEnd('/').Split('/') : [];
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].Length == 0)
                found.Invalid(field + ".path", path, $"segment[{i}] may not be empty");
            else
                found.Invalid(field + ".path", path, NameRules.Subdomain(segments[i]).Select(message => $"segment[{i}]: {message}"));
        }
    }
}
