using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>What the server warns about without refusing it.</summary>
internal static class ObjectWarnings
{
    /// <summary>Where a kind keeps its pod spec, or null.</summary>
    public static string[]? PodSpecPath(string storage) => storage switch
    {
        "/pods" => ["spec"],
        "/podtemplates" => ["template", "spec"],
        "batch/cronjobs" => ["spec", "jobTemplate", "spec", "template", "spec"],
        "apps/deployments" or "apps/replicasets" or "apps/statefulsets" or "apps/daemonsets" or "batch/jobs" or "/replicationcontrollers" => ["spec", "template", "spec"],
        _ => null
    };

    public static IEnumerable<string> For(ResourceKind kind, JsonObject body, JsonObject? old) => kind.Storage switch
    {
        "apps/statefulsets" when body.Number("spec", "revisionHistoryLimit") is < 0 => Specific(kind, body, old).Append("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"),
        "apiextensions.k8s.io/customresourcedefinitions" => FormatWarnings.For(body, old),
        _ => Specific(kind, body, old)
    };

    private static IEnumerable<string> Specific(ResourceKind kind, JsonObject body, JsonObject? old)
    {
        if (PodSpecPath(kind.Storage) is { } path && (old is null || !JsonWrite.Same(body.At(path), old.At(path))))
            return Pods(body.At(path), string.Join('.', path));
        return kind.Storage switch
        {
            "/services" => Services(body),
            "/secrets" => Secrets(body),
            "/persistentvolumes" when body.Text("spec", "persistentVolumeReclaimPolicy") == "Recycle" =>
                ["spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning."],
            "/nodes" when body.Text("spec", "externalID") is { Length: > 0 } => ["spec.externalID: this field is deprecated, and is unused by Kubernetes"],
            "networking.k8s.io/ingresses" when body.Annotation("kubernetes.io/ingress.class") is not null && old is null =>
                ["annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"],
            "discovery.k8s.io/endpointslices" when body.Text("addressType") == "FQDN" => ["spec.addressType: FQDN endpoints are deprecated"],
            _ => []
        };
    }

    private static IEnumerable<string> Services(JsonObject body)
    {
        if (body.Text("spec", "externalName") is { Length: > 0 } && body.Text("spec", "type") != "ExternalName")
            yield return "spec.externalName is ignored when spec.type is not \"ExternalName\"";
        if (body.List("spec", "externalIPs") is { Count: > 0 })
            yield return "spec.externalIPs is deprecated and may no longer be implemented in some clusters";
        if (body.Text("spec", "trafficDistribution") == "PreferClose")
            yield return "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"";
    }

    private static IEnumerable<string> Secrets(JsonObject body)
    {
        if (body.Text("type") != "kubernetes.io/tls")
            yield break;
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(body.Text("data", "tls.crt") ?? ""));
        if (!text.Contains("-----BEGIN ", StringComparison.Ordinal))
            yield return "tls: failed to find any PEM data in certificate input";
    }

    private static IEnumerable<string> Pods(JsonNode? spec, string field)
    {
        var index = 0;
        foreach (var secret in spec.Objects("imagePullSecrets"))
        {
            if (secret.Text("name") is null or "")
                yield return $"{field}.imagePullSecrets[{index}].name: invalid empty name \"\"";
            index++;
        }

        index = 0;
        foreach (var constraint in spec.Objects("topologySpreadConstraints"))
        {
            if (constraint["labelSelector"] is null)
                yield return $"{field}.topologySpreadConstraints[{index}].labelSelector: a null labelSelector results in matching no pod";
            index++;
        }

        foreach (var volume in spec.Objects("volumes").Where(volume => volume.Map("projected") is { } projected && projected.Objects("sources").Any(source => source.Count == 0)))
            yield return $"volume \"{volume.Text("name")}\" (Projected) has no sources provided";
        foreach (var list in new[] { "initContainers", "containers" })
        {
            index = 0;
            foreach (var container in spec.Objects(list))
            {
                foreach (var warning in Container(container, $"{field}.{list}[{index}]"))
                    yield return warning;
                index++;
            }
        }
    }

    private static IEnumerable<string> Container(JsonObject container, string field)
    {
        foreach (var part in new[] { "limits", "requests" })
        {
            foreach (var name in new[] { "memory", "ephemeral-storage" })
            {
                if (container.Text("resources", part, name) is { } amount && amount.EndsWith('m'))
                    yield return $"{field}.resources.{part}[{name}]: fractional byte value \"{amount}\" is invalid, must be an integer";
            }
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var variable in container.Objects("env"))
        {
            if (!names.Add(variable.Text("name") ?? ""))
                yield return $"{field}.env[{index}]: hides previous definition of \"{variable.Text("name")}\", which may be dropped when using apply";
            index++;
        }

        var ports = container.Objects("ports").ToList();
        for (var i = 0; i < ports.Count; i++)
        {
            var first = ports.FindIndex(port => port.Number("containerPort") == ports[i].Number("containerPort") && port.Text("protocol") == ports[i].Text("protocol"));
            if (first < i)
                yield return $"{field}.ports[{i}]: duplicate port definition with {field}.ports[{first}]";
        }
    }
}
