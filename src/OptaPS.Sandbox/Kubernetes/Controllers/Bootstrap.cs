using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Objects that exist in every new cluster.</summary>
internal static class Bootstrap
{
    public static async Task RunAsync(Cluster cluster, CancellationToken ct)
    {
        foreach (var name in new[] { "default", "kube-system", "kube-public", "kube-node-lease" })
            await EnsureAsync(cluster, "", "namespaces", "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, ct);
        var roles = Schema.DataFiles.BootstrapRoles;
        foreach (var plural in new[] { "clusterroles", "clusterrolebindings", "roles", "rolebindings" })
        {
            foreach (var role in roles.Objects(plural))
                await EnsureAsync(cluster, "rbac.authorization.k8s.io", plural, role.Namespace(), role.Copy(), ct);
        }

        foreach (var (name, value) in new[] { ("system-node-critical", 2000001000L), ("system-cluster-critical", 2000000000L) })
        {
            await EnsureAsync(cluster, "scheduling.k8s.io", "priorityclasses", "", new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name },
                ["value"] = value,
                ["description"] = "Used for system critical pods that must not be moved from their current node."
            }, ct);
        }

        await EnsureAsync(cluster, "", "services", "default", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "kubernetes", ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" } },
            ["spec"] = new JsonObject
            {
                ["clusterIP"] = "10.96.0.1",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443L, ["targetPort"] = 6443L, ["protocol"] = "TCP" })
            }
        }, ct);
    }

    public static async Task EnsureAsync(Cluster cluster, string group, string plural, string ns, JsonObject body, CancellationToken ct)
    {
        var kind = cluster.Kinds.Builtin(group, plural);
        if (cluster.Store.Get(kind.Storage, ns, body.Name()) is null)
            await cluster.Objects.CreateAsync(new WriteContext(kind, ns, body.Name()) { Internal = true, Manager = "kube-apiserver" }, body, ct);
    }
}
