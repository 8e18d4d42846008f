using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Patch;

/// <summary>
/// The lists of built-in kinds whose elements are recognised by key members (list type <c>map</c> of server-side apply), by the names of the
/// members that lead to them. Facts of the published OpenAPI document (<c>x-kubernetes-list-map-keys</c>).
/// </summary>
internal static class ListMapKeys
{
    private static readonly string[] Builtin = ["", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "rbac.authorization.k8s.io", "apiextensions.k8s.io", "admissionregistration.k8s.io", "storage.k8s.io", "discovery.k8s.io"];

    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["imagePullSecrets"] = ["name"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["ownerReferences"] = ["uid"],
        ["conditions"] = ["type"],
        ["webhooks"] = ["name"],
    };

    /// <summary>The key members, or null when the list is no map (or its kind is not built in).</summary>
    public static IReadOnlyList<string>? Of(GroupVersionKind kind, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0 || !Builtin.Contains(kind.Group))
            return null;
        if (fields[^1] == "ports")
            return PortKeys(kind, fields);
        if (fields[^1] is "conditions" && kind.Kind is not ("Pod" or "Service" or "Deployment"))
            return null;
        return Keys.TryGetValue(fields[^1], out var keys) && (fields[^1] != "env" || fields.Contains("containers") || fields.Contains("initContainers") || fields.Contains("ephemeralContainers")) ? keys : null;
    }

    /// <summary>The element's key in one text; absent protocols count as TCP.</summary>
    public static string ValueOf(JsonObject element, IReadOnlyList<string> keys) =>
        string.Join('/', keys.Select(key => element[key]?.ToString() ?? (key == "protocol" ? "TCP" : "")));

    private static IReadOnlyList<string>? PortKeys(GroupVersionKind kind, IReadOnlyList<string> fields)
    {
        if (kind is { Group: "", Kind: "Service" } && fields is ["spec", "ports"])
            return ["port", "protocol"];
        return fields.Count > 1 && fields[^2] is "containers" or "initContainers" or "ephemeralContainers" ? ["containerPort", "protocol"] : null;
    }
}
