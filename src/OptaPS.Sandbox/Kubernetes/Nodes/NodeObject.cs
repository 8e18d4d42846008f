using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Nodes;

/// <summary>Makes Node objects.</summary>
internal static class NodeObject
{
    private static readonly string[] Zones = ["us-east-1a", "us-east-1b", "us-east-1c"];

    public static int Octet(string group) => 1 + (SHA256.HashData(Encoding.UTF8.GetBytes(group))[0] % 90);

    public static JsonObject Create(Cluster cluster, string name, string group, int index, IReadOnlyDictionary<string, string> labels)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"10.{Octet(group)}.{index / 250}.{(index % 250) + 4}");
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["beta.kubernetes.io/arch"] = "amd64",
            ["beta.kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
            ["node.kubernetes.io/instance-type"] = "t3.medium",
            ["topology.kubernetes.io/region"] = "us-east-1",
            ["topology.kubernetes.io/zone"] = Zones[index % Zones.Length],
            [NodeGroups.GroupLabel] = group
        };
        foreach (var (key, value) in labels)
            all[key] = value;
        var zone = all["topology.kubernetes.io/zone"];
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["uid"] = Guid.NewGuid().ToString(),
                ["creationTimestamp"] = cluster.Timestamp,
                ["labels"] = JsonWrite.ToMap(all),
                ["annotations"] = new JsonObject { ["sandbox.optaps.dev/node-index"] = index.ToString(CultureInfo.InvariantCulture), ["node.alpha.kubernetes.io/ttl"] = "0" }
            },
            ["spec"] = new JsonObject { ["providerID"] = $"aws:///{zone}/i-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group + name)))[..17]}" },
            ["status"] = new JsonObject
            {
                ["capacity"] = Resources("4Gi"),
                ["allocatable"] = Resources("3500Mi"),
                ["conditions"] = new JsonArray(
                    Condition(cluster, "MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                    Condition(cluster, "DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                    Condition(cluster, "PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                    Condition(cluster, "Ready", "True", "KubeletReady", "kubelet is posting ready status")),
                ["addresses"] = new JsonArray(
                    new JsonObject { ["type"] = "InternalIP", ["address"] = address },
                    new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250L } },
                ["nodeInfo"] = Info(cluster, name)
            }
        };
    }

    private static JsonObject Resources(string memory) => new() { ["cpu"] = "2", ["ephemeral-storage"] = "20Gi", ["memory"] = memory, ["pods"] = "110" };

    private static JsonObject Condition(Cluster cluster, string type, string status, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["lastHeartbeatTime"] = cluster.Timestamp,
        ["lastTransitionTime"] = cluster.Timestamp,
        ["reason"] = reason,
        ["message"] = message
    };

    private static JsonObject Info(Cluster cluster, string name) => new()
    {
        ["architecture"] = "amd64",
        ["bootID"] = Guid.NewGuid().ToString(),
        ["containerRuntimeVersion"] = "containerd://2.1.5",
        ["kernelVersion"] = "6.12.40",
        ["kubeProxyVersion"] = "",
        ["kubeletVersion"] = Discovery.ClusterVersion.Document(cluster.Spec.Version).Text("gitVersion"),
        ["machineID"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32],
        ["operatingSystem"] = "linux",
        ["osImage"] = "OptaPS sandbox node",
        ["systemUUID"] = Guid.NewGuid().ToString()
    };
}
