using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Tables;

/// <summary>Rows of network, access, admission and class objects.</summary>
internal static class PolicyCells
{
    public static Func<JsonObject, JsonArray>? Find(CellWriter rows, ResourceKind kind) => kind.Storage switch
    {
        "flowcontrol.apiserver.k8s.io/flowschemas" => body =>
        [
            body.Name(), body.Text("spec", "priorityLevelConfiguration", "name") ?? "", body.Number("spec", "matchingPrecedence") ?? 1000, CellWriter.OrNone(body.Text("spec", "distinguisherMethod", "type")), rows.Age(body),
            body.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Dangling").Text("status") ?? "?"
        ],
        "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations" => body =>
        [
            body.Name(), body.Text("spec", "type") ?? "", Level(body, "nominalConcurrencyShares"), Level(body, "limitResponse", "queuing", "queues"), Level(body, "limitResponse", "queuing", "handSize"),
            Level(body, "limitResponse", "queuing", "queueLengthLimit"), rows.Age(body)
        ],
        "certificates.k8s.io/certificatesigningrequests" => body =>
        [
            body.Name(), rows.Age(body), body.Text("spec", "signerName") ?? CellWriter.None, body.Text("spec", "username") ?? "",
            body.Number("spec", "expirationSeconds") is { } seconds ? Age.Human(TimeSpan.FromSeconds(seconds)) : CellWriter.None,
            body.Objects("status", "conditions").ToList() is { Count: > 0 } conditions ? CellWriter.Join(conditions.Select(condition => condition.Text("type"))) + (body.Text("status", "certificate") is null ? "" : ",Issued") : "Pending"
        ],
        "networking.k8s.io/ingresses" => body =>
        [
            body.Name(), CellWriter.OrNone(body.Text("spec", "ingressClassName")), Hosts(body),
            CellWriter.Join(body.Objects("status", "loadBalancer", "ingress").Select(item => item.Text("ip") ?? item.Text("hostname")).Order(StringComparer.Ordinal)), body.List("spec", "tls") is { Count: > 0 } ? "80, 443" : "80", rows.Age(body)
        ],
        "networking.k8s.io/ingressclasses" => body =>
        [
            body.Name(), body.Text("spec", "controller"), body.Map("spec", "parameters") is { } parameters
                ? parameters.Text("kind") + (parameters.Text("apiGroup") is { Length: > 0 } group ? "." + group : "") + "/" + parameters.Text("name") : CellWriter.None, rows.Age(body)
        ],
        "networking.k8s.io/networkpolicies" => body => [body.Name(), CellWriter.Selector(body.At("spec", "podSelector") ?? new JsonObject()), rows.Age(body)],
        "policy/poddisruptionbudgets" => body =>
        [
            body.Name(), Amount(body.At("spec", "minAvailable")), Amount(body.At("spec", "maxUnavailable")), body.Number("status", "disruptionsAllowed") ?? 0, rows.Age(body)
        ],
        "rbac.authorization.k8s.io/rolebindings" or "rbac.authorization.k8s.io/clusterrolebindings" => body =>
        [
            body.Name(), $"{body.Text("roleRef", "kind")}/{body.Text("roleRef", "name")}", rows.Age(body), Subjects(body, "User"), Subjects(body, "Group"), Subjects(body, "ServiceAccount")
        ],
        "storage.k8s.io/storageclasses" => body =>
        [
            body.Name() + (body.Annotation("storageclass.kubernetes.io/is-default-class") == "true" ? " (default)" : ""), body.Text("provisioner"), body.Text("reclaimPolicy") ?? "Delete",
            body.Text("volumeBindingMode") ?? CellWriter.Unset, body.Flag("allowVolumeExpansion"), rows.Age(body)
        ],
        "storage.k8s.io/csidrivers" => body =>
        [
            body.Name(), body.FlagOrNull("spec", "attachRequired") ?? true, body.Flag("spec", "podInfoOnMount"), body.Flag("spec", "storageCapacity"),
            body.Objects("spec", "tokenRequests").Select(item => item.Text("audience") ?? "").ToList() is { Count: > 0 } tokens ? CellWriter.Join(tokens) : CellWriter.Unset, body.Flag("spec", "requiresRepublish"),
            CellWriter.OrNone(CellWriter.Join(body.Texts("spec", "volumeLifecycleModes"))), rows.Age(body)
        ],
        "storage.k8s.io/csinodes" => body => [body.Name(), (long)body.Objects("spec", "drivers").Count(), rows.Age(body)],
        "scheduling.k8s.io/priorityclasses" => body => [body.Name(), body.Number("value") ?? 0, body.Flag("globalDefault"), rows.Age(body), body.Text("preemptionPolicy") ?? "PreemptLowerPriority"],
        "node.k8s.io/runtimeclasses" => body => [body.Name(), body.Text("handler"), rows.Age(body)],
        "admissionregistration.k8s.io/mutatingwebhookconfigurations" or "admissionregistration.k8s.io/validatingwebhookconfigurations" => body => [body.Name(), (long)body.Objects("webhooks").Count(), rows.Age(body)],
        "admissionregistration.k8s.io/validatingadmissionpolicies" => body =>
        [
            body.Name(), (long)body.Objects("spec", "validations").Count(), body.Map("spec", "paramKind") is { } kindOf ? kindOf.Text("apiVersion") + "/" + kindOf.Text("kind") : CellWriter.Unset, rows.Age(body)
        ],
        "admissionregistration.k8s.io/validatingadmissionpolicybindings" => body =>
        [
            body.Name(), body.Text("spec", "policyName"), body.Map("spec", "paramRef") is { } reference ? (reference.Text("namespace") is { } ns ? ns + "/" : "*/") + (reference.Text("name") ?? "*") : CellWriter.Unset, rows.Age(body)
        ],
        "apiregistration.k8s.io/apiservices" => body => Aggregated(rows, body),
        _ => null
    };

    private static string Hosts(JsonObject body)
    {
        var hosts = body.Objects("spec", "rules").Select(rule => rule.Text("host")).OfType<string>().Where(host => host.Length > 0).ToList();
        return hosts.Count == 0 ? "*" : CellWriter.Few(hosts);
    }

    private static string Amount(JsonNode? value) => value.Text() ?? value.Number()?.ToString(CultureInfo.InvariantCulture) ?? "N/A";

    private static string Subjects(JsonObject body, string kind) => string.Join(", ", body.Objects("subjects").Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? subject.Text("namespace") + "/" + subject.Text("name") : subject.Text("name")));

    private static JsonArray Aggregated(CellWriter rows, JsonObject body)
    {
        var available = body.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Available");
        var status = available is null ? "Unknown" : available.Text("status") == "True" ? "True" : $"{available.Text("status")} ({available.Text("reason")})";
        return [body.Name(), body.Map("spec", "service") is { } service ? service.Text("namespace") + "/" + service.Text("name") : "Local", status, rows.Age(body)];
    }

    private static string Level(JsonObject body, params string[] path) => body.At("spec", "limited").Number(path)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? CellWriter.None;
}
