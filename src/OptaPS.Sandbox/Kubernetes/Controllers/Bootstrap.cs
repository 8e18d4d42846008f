using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Objects that exist in every new cluster.</summary>
internal static class Bootstrap
{
    private static readonly Dictionary<string, long> Weights = new(StringComparer.Ordinal)
    {
        [""] = 18000, ["apps"] = 17800, ["events.k8s.io"] = 17750, ["authentication.k8s.io"] = 17700, ["authorization.k8s.io"] = 17600, ["autoscaling"] = 17500, ["batch"] = 17400,
        ["certificates.k8s.io"] = 17300, ["networking.k8s.io"] = 17200, ["policy"] = 17100, ["rbac.authorization.k8s.io"] = 17000, ["storage.k8s.io"] = 16800, ["apiextensions.k8s.io"] = 16700,
        ["admissionregistration.k8s.io"] = 16700, ["scheduling.k8s.io"] = 16600, ["coordination.k8s.io"] = 16500, ["node.k8s.io"] = 16300, ["discovery.k8s.io"] = 16200, ["flowcontrol.apiserver.k8s.io"] = 16100
    };

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

        await ServicesAsync(cluster, ct);
        await FlowControlAsync(cluster, ct);
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

    /// <summary>The groups that the server serves itself, with the weights that clients see in discovery.</summary>
    private static async Task ServicesAsync(Cluster cluster, CancellationToken ct)
    {
        foreach (var (group, version) in cluster.Kinds.All.Where(kind => kind.Custom is null).Select(kind => (kind.Group, kind.Version)).Distinct().ToList())
        {
            await EnsureAsync(cluster, "apiregistration.k8s.io", "apiservices", "", new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = version + "." + group, ["labels"] = new JsonObject { ["kube-aggregator.kubernetes.io/automanaged"] = "onstart" } },
                ["spec"] = new JsonObject { ["group"] = group, ["version"] = version, ["groupPriorityMinimum"] = Weights.GetValueOrDefault(group, 16000), ["versionPriority"] = group.Length == 0 ? 1L : version == "v2" ? 30L : 15L }
            }, ct);
        }
    }

    private static async Task FlowControlAsync(Cluster cluster, CancellationToken ct)
    {
        await EnsureAsync(cluster, "flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations", "", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "exempt", ["annotations"] = new JsonObject { ["apf.kubernetes.io/autoupdate-spec"] = "true" } },
            ["spec"] = new JsonObject { ["type"] = "Exempt", ["exempt"] = new JsonObject { ["nominalConcurrencyShares"] = 0L, ["lendablePercent"] = 0L } }
        }, ct);
        await EnsureAsync(cluster, "flowcontrol.apiserver.k8s.io", "flowschemas", "", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "exempt", ["annotations"] = new JsonObject { ["apf.kubernetes.io/autoupdate-spec"] = "true" } },
            ["spec"] = new JsonObject
            {
                ["priorityLevelConfiguration"] = new JsonObject { ["name"] = "exempt" },
                ["matchingPrecedence"] = 1L,
                ["rules"] = new JsonArray(new JsonObject
                {
                    ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "Group", ["group"] = new JsonObject { ["name"] = "system:masters" } }),
                    ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*"), ["clusterScope"] = true, ["namespaces"] = new JsonArray("*") }),
                    ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") })
                })
            }
        }, ct);
        var kind = cluster.Kinds.Builtin("flowcontrol.apiserver.k8s.io", "flowschemas");
        await cluster.Objects.UpdateStatusAsync(kind, cluster.Store.Get(kind.Storage, "", "exempt")!.Body,
            body => Pods.PodConditions.Set(cluster, body, "Dangling", false, "Found", "This FlowSchema references the PriorityLevelConfiguration object named \"exempt\" and it exists"), ct);
    }

    public static async Task EnsureAsync(Cluster cluster, string group, string plural, string ns, JsonObject body, CancellationToken ct)
    {
        var kind = cluster.Kinds.Builtin(group, plural);
        if (cluster.Store.Get(kind.Storage, ns, body.Name()) is null)
            await cluster.Objects.CreateAsync(new WriteContext(kind, ns, body.Name()) { Internal = true, Manager = "kube-apiserver" }, body, ct);
    }
}
