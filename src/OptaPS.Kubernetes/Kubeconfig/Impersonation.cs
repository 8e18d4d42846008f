using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>Headers that make the server act as somebody else (<c>act-as</c> members of a kubeconfig user).</summary>
internal static class Impersonation
{
    public static IReadOnlyList<KeyValuePair<string, string>> HeadersOf(JsonObject? user)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (user?.Text("as") is { Length: > 0 } name)
            headers.Add(new("Impersonate-User", name));
        if (user?.Text("as-uid") is { Length: > 0 } uid)
            headers.Add(new("Impersonate-Uid", uid));
        foreach (var group in user?["as-groups"] as JsonArray ?? [])
            headers.Add(new("Impersonate-Group", group?.GetValue<string>() ?? ""));
        foreach (var (key, values) in user?["as-user-extra"] as JsonObject ?? [])
            foreach (var value in values as JsonArray ?? [])
                headers.Add(new("Impersonate-Extra-" + Uri.EscapeDataString(key), value?.GetValue<string>() ?? ""));
        return headers;
    }
}
