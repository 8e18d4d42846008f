using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Hosting;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Clusters;

/// <summary>The clusters of this world: those that EKS made and those that were made through the control API.</summary>
internal sealed class ClusterRegistry(IClusterHost host, WorldStore store, IRequestLog log, IFaultInjector faults, SandboxClock clock, string dataFolder)
{
    private const string Collection = "local-clusters";

    /// <summary>Starts the local clusters that the world remembers.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        foreach (var (_, json) in store.All(Collection))
        {
            await StartLocalAsync(JsonSerializer.Deserialize<LocalCluster>(json)!, ct);
        }
    }

    /// <summary>Starts a cluster, or continues it; its data folder is named after its id, its load balancers get names under the given domain.</summary>
    public Task<ClusterAddress> StartAsync(string id, string name, string version, string loadBalancerDomain, Func<ClusterSpec, ClusterSpec> adjust, CancellationToken ct) =>
        host.StartAsync(
            adjust(new ClusterSpec(id, name, version, Path.Combine(dataFolder, "clusters", id), null)
            {
                LoadBalancerHostFormat = "{0}-" + Mark(id) + "." + loadBalancerDomain,
                RequestLog = log,
                Faults = faults,
                Clock = clock
            }),
            ct);

    public Task StopAsync(string id, bool deleteData, CancellationToken ct) => host.StopAsync(id, deleteData, ct);

    public void SetNodes(string id, string group, int count, IReadOnlyDictionary<string, string> labels) => host.SetNodes(id, group, count, labels);

    public ClusterAddress? Find(string id) => host.Clusters.FirstOrDefault(c => c.Id == id);

    /// <summary>The cluster whose load balancer has a host name; a name that belongs to none is taken to the only cluster, as a DNS record of the user's would be.</summary>
    public ClusterAddress? Route(string hostName)
    {
        var clusters = host.Clusters;
        return clusters.FirstOrDefault(c => hostName.Contains("-" + Mark(c.Id) + ".", StringComparison.OrdinalIgnoreCase)) ?? (clusters.Count == 1 ? clusters[0] : null);
    }

    public async Task<JsonObject> CreateLocalAsync(JsonObject body, CancellationToken ct)
    {
        var name = (string?)body["name"] ?? "local";
        if (name.Length is 0 or > 60 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new ArgumentException($"'{name}' is not a cluster name: lower-case letters, digits and dashes, at most 60.", nameof(body));
        }

        var cluster = new LocalCluster(name, (string?)body["version"] ?? "1.35", (int?)body["nodes"] ?? 1);
        var address = await StartLocalAsync(cluster, ct);
        await store.CommitAsync(new StoreChange(Collection, name, JsonSerializer.Serialize(cluster)));
        var description = Describe(address);
        description["kubeconfig"] = address.AdminKubeconfig();
        return description;
    }

    public async Task<bool> DeleteLocalAsync(string name, CancellationToken ct)
    {
        if (store.Get(Collection, name) is null)
        {
            return false;
        }

        await store.CommitAsync(new StoreChange(Collection, name, null));
        await host.StopAsync(LocalId(name), deleteData: true, ct);
        return true;
    }

    public async Task ResetAsync(CancellationToken ct)
    {
        foreach (var cluster in host.Clusters.ToList())
        {
            await host.StopAsync(cluster.Id, deleteData: true, ct);
        }

        await store.CommitAsync([.. store.All(Collection).Select(c => new StoreChange(Collection, c.Key, null))]);
    }

    public JsonObject Describe() => new() { ["clusters"] = new JsonArray([.. host.Clusters.Select(c => (JsonNode)Describe(c))]) };

    private static JsonObject Describe(ClusterAddress address) => new()
    {
        ["id"] = address.Id,
        ["name"] = address.Name,
        ["endpoint"] = address.Endpoint.ToString(),
        ["caCertificate"] = address.CaCertificatePem,
        ["entryHttp"] = address.EntryHttp.ToString(),
        ["entryHttps"] = address.EntryHttps.ToString(),
        ["adminCertificate"] = address.AdminCertificatePem,
        ["adminKey"] = address.AdminKeyPem
    };

    private Task<ClusterAddress> StartLocalAsync(LocalCluster cluster, CancellationToken ct) => StartAsync(
        LocalId(cluster.Name),
        cluster.Name,
        cluster.Version,
        "elb.sandbox.localhost",
        spec => spec with { InitialNodes = new Dictionary<string, int>(StringComparer.Ordinal) { ["default"] = cluster.Nodes } },
        ct);

    private static string LocalId(string name) => "local-" + name;

    private static string Mark(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..8];
}
