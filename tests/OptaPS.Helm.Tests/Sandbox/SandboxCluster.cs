using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Helm.Tests.Sandbox;

/// <summary>An emulated API server on a real socket, for a class of tests.</summary>
public sealed class SandboxCluster : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("opta-helm").FullName;
    private readonly ClusterHost host = new();
    private readonly KubernetesClientFactory clients = new([], new ClientEnvironment(), TimeProvider.System);

    internal ClusterConnection Connection => ClusterConnection.FromKubeconfig(Path.Combine(folder, "kubeconfig"), null);

    internal Task<IKubernetesClient> ConnectAsync() => clients.GetAsync(Connection, default);

    public async Task InitializeAsync()
    {
        var address = await host.StartAsync(new ClusterSpec("helm", "helm", "1.33", Path.Combine(folder, "data"), null)
        {
            InitialNodes = new Dictionary<string, int> { ["default"] = 2 },
            Clock = new ScaledClock(50),
        }, default);
        await File.WriteAllTextAsync(Path.Combine(folder, "kubeconfig"), address.AdminKubeconfig());
    }

    public async Task DisposeAsync()
    {
        await clients.DisposeAsync();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
