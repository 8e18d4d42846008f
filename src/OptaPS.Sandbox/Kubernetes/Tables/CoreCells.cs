using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>Rows of core objects, storage and discovery.</summary>
internal static class CoreCells
{
    public static Func<JsonObject, JsonArray>? Find(CellWriter rows, ResourceKind kind) => kind.Storage switch
    {
        "/configmaps" => body => [body.Name(), (long)((body.Map("data")?.Count ?? 0) + (body.Map("binaryData")?.Count ?? 0)), rows.Age(body)],
        "/secrets" => body => [body.Name(), body.Text("type"), (long)(body.Map("data")?.Count ?? 0), rows.Age(body)],
        "/serviceaccounts" => body => [body.Name(), rows.Age(body)],
        "/namespaces" => body => [body.Name(), body.Text("status", "phase"), rows.Age(body)],
        "/nodes" => body => Node(rows, body),
        "/services" => body => Service(rows, body),
        "/endpoints" => body => [body.Name(), Endpoints(body), rows.Age(body)],
        "/events" => body => Event(rows, body),
        "/resourcequotas" => body => Quota(rows, body),
        "/persistentvolumeclaims" => body =>
        [
            body.Name(), body.IsDeleting() ? "Terminating" : body.Text("status", "phase"), body.Text("spec", "volumeName") ?? "",
            body.Text("spec", "volumeName") is { Length: > 0 } ? body.Text("status", "capacity", "storage") ?? "" : "",
            body.Text("spec", "volumeName") is { Length: > 0 } ? CellWriter.Modes(body.At("status", "accessModes")) : "",
            body.Text("spec", "storageClassName") ?? "", body.Text("spec", "volumeAttributesClassName") ?? CellWriter.Unset, rows.Age(body), body.Text("spec", "volumeMode") ?? CellWriter.Unset
        ],
        "/persistentvolumes" => body =>
        [
            body.Name(), body.Text("spec", "capacity", "storage") ?? "", CellWriter.Modes(body.At("spec", "accessModes")), body.Text("spec", "persistentVolumeReclaimPolicy"),
            body.IsDeleting() ? "Terminating" : body.Text("status", "phase"), body.Map("spec", "claimRef") is { } claim ? claim.Text("namespace") + "/" + claim.Text("name") : "",
            body.Text("spec", "storageClassName") ?? "", body.Text("spec", "volumeAttributesClassName") ?? CellWriter.Unset, body.Text("status", "reason") ?? "", rows.Age(body), body.Text("spec", "volumeMode") ?? CellWriter.Unset
        ],
        "discovery.k8s.io/endpointslices" => body =>
        [
            body.Name(), body.Text("addressType"), Ports(body.Objects("ports").Select(port => (port.Number("port"), port.Text("protocol")))),
            body.Objects("endpoints").SelectMany(endpoint => endpoint.Texts("addresses")).ToList() is { Count: > 0 } all ? CellWriter.Few(all) : CellWriter.Unset, rows.Age(body)
        ],
        "coordination.k8s.io/leases" => body => [body.Name(), body.Text("spec", "holderIdentity") ?? "", rows.Age(body)],
        _ => null
    };

    private static JsonArray Node(CellWriter rows, JsonObject body)
    {
        var ready = body.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready").Text("status");
        var status = (ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" }) + (body.Flag("spec", "unschedulable") ? ",SchedulingDisabled" : "");
        var roles = body.Pairs("metadata", "labels").Select(pair => pair.Key.StartsWith("node-role.kubernetes.io/", StringComparison.Ordinal) ? pair.Key["node-role.kubernetes.io/".Length..] : pair.Key == "kubernetes.io/role" ? pair.Value : "")
            .Where(role => role.Length > 0).Order(StringComparer.Ordinal);
        string Address(string type) => CellWriter.OrNone(body.Objects("status", "addresses").FirstOrDefault(item => item.Text("type") == type).Text("address"));
        string Known(string name) => body.Text("status", "nodeInfo", name) is { Length: > 0 } text ? text : "<unknown>";
        return
        [
            body.Name(), status, CellWriter.OrNone(CellWriter.Join(roles)), rows.Age(body), body.Text("status", "nodeInfo", "kubeletVersion") ?? "", Address("InternalIP"), Address("ExternalIP"),
            Known("osImage"), Known("kernelVersion"), Known("containerRuntimeVersion")
        ];
    }

    private static JsonArray Service(CellWriter rows, JsonObject body)
    {
        var type = body.Text("spec", "type");
        var addresses = body.Objects("status", "loadBalancer", "ingress").Select(item => item.Text("ip") ?? item.Text("hostname") ?? "").ToList();
        var external = body.Texts("spec", "externalIPs").ToList();
        var shown = type switch
        {
            "LoadBalancer" => addresses.Concat(external).ToList() is { Count: > 0 } all ? CellWriter.Join(all) : "<pending>",
            "ExternalName" => body.Text("spec", "externalName") ?? "",
            _ => CellWriter.OrNone(CellWriter.Join(external))
        };
        var ports = body.Objects("spec", "ports").Select(port => (port.Number("nodePort") is { } node and > 0 ? $"{port.Number("port")}:{node}" : port.Number("port")?.ToString(CultureInfo.InvariantCulture)) + "/" + port.Text("protocol"));
        return [body.Name(), type, CellWriter.OrNone(body.Text("spec", "clusterIP")), shown, CellWriter.OrNone(CellWriter.Join(ports)), rows.Age(body), CellWriter.Labels(body.At("spec", "selector"))];
    }

    private static string Endpoints(JsonObject body)
    {
        var list = body.Objects("subsets").SelectMany(subset => subset.Objects("ports").Any()
            ? subset.Objects("ports").SelectMany(port => subset.Objects("addresses").Select(address => $"{address.Text("ip")}:{port.Number("port")}"))
            : subset.Objects("addresses").Select(address => address.Text("ip") ?? "")).ToList();
        return list.Count == 0 && body.Objects("subsets").Any() ? "" : CellWriter.Few(list);
    }

    private static string Ports(IEnumerable<(long? Port, string? Protocol)> ports)
    {
        var list = ports.Select(port => port.Port?.ToString(CultureInfo.InvariantCulture) ?? "*").ToList();
        return list.Count == 0 ? CellWriter.Unset : CellWriter.Few(list);
    }

    private static JsonArray Event(CellWriter rows, JsonObject body)
    {
        var core = body.Text("apiVersion") == "v1" ? body : Objects.EventVersions.ToCore(body.Copy());
        var first = core.Text("firstTimestamp") ?? core.Text("eventTime");
        var last = core.Text("series", "lastObservedTime") ?? core.Text("lastTimestamp") ?? first;
        var involved = core.Map("involvedObject");
        var target = involved.Text("name") is { Length: > 0 } name ? involved.Text("kind")?.ToLowerInvariant() + "/" + name : involved.Text("kind")?.ToLowerInvariant() ?? "";
        var source = core.Text("source", "component") is { Length: > 0 } component ? component + (core.Text("source", "host") is { Length: > 0 } host ? ", " + host : "")
            : (core.Text("reportingComponent") ?? "") + (core.Text("reportingInstance") is { Length: > 0 } instance ? ", " + instance : "");
        return
        [
            Age.Since(rows.Cluster, last), core.Text("type") ?? "", core.Text("reason") ?? "", target, involved.Text("fieldPath") ?? "", source,
            (core.Text("message") ?? "").Trim(), Age.Since(rows.Cluster, first), core.Number("series", "count") ?? core.Number("count") ?? 1, core.Name()
        ];
    }

    private static JsonArray Quota(CellWriter rows, JsonObject body)
    {
        string Part(bool limits) => string.Join(", ", (body.Map("status", "hard") ?? []).Where(pair => pair.Key.StartsWith("limits.", StringComparison.Ordinal) == limits).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}: {body.Text("status", "used", pair.Key) ?? "0"}/{pair.Value.Text()}"));
        return [body.Name(), Part(false), Part(true), rows.Age(body)];
    }
}
