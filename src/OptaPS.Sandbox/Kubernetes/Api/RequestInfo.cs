namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>What a request path and method ask for, in the API server's terms.</summary>
internal sealed record RequestInfo(string Verb, string Path)
{
    public bool IsResource { get; init; }

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>What follows the subresource, for proxies.</summary>
    public string Rest { get; init; } = "";

    public bool IsMutating => IsResource && Verb is "create" or "update" or "patch" or "delete" or "deletecollection";

    public static RequestInfo Parse(string method, string path, bool watch)
    {
        var parts = path.Trim('/').Split('/');
        var plainVerb = method.ToLowerInvariant();
        string group;
        int at;
        var prefixed = false;
        if (parts[0] == "api" && parts.Length >= 3)
        {
            group = "";
            at = 1;
        }
        else if (parts[0] == "apis" && parts.Length >= 4)
        {
            group = parts[1];
            at = 2;
        }
        else
        {
            return new RequestInfo(plainVerb, path);
        }

        var version = parts[at++];
        if (parts[at] == "watch" && parts.Length > at + 1)
        {
            (watch, prefixed) = (true, true);
            at++;
        }

        var ns = "";
        if (parts[at] == "namespaces" && parts.Length > at + 1)
        {
            ns = parts[at + 1];
            // "namespaces/x", "namespaces/x/status" and "namespaces/x/finalize" are the namespace itself.
            if (parts.Length > at + 2 && !(parts.Length == at + 3 && parts[at + 2] is "status" or "finalize"))
                at += 2;
        }

        var resource = parts[at];
        var name = parts.Length > at + 1 ? parts[at + 1] : "";
        var sub = parts.Length > at + 2 ? parts[at + 2] : "";
        var rest = parts.Length > at + 3 ? string.Join('/', parts[(at + 3)..]) : "";
        var verb = method switch
        {
            "GET" or "HEAD" => name.Length == 0 ? (watch ? "watch" : "list") : (prefixed && sub.Length == 0 ? "watch" : "get"),
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => name.Length == 0 ? "deletecollection" : "delete",
            _ => plainVerb
        };
        return new RequestInfo(verb, path)
        {
            IsResource = true,
            Group = group,
            Version = version,
            Resource = resource,
            Subresource = sub,
            Namespace = ns,
            Name = name,
            Rest = rest
        };
    }
}
