using OptaPS.Kubernetes.Connections;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Kubernetes.Tests.Suite;

/// <summary>One emulated cluster for a class of tests, reached through its administrator's kubeconfig.</summary>
public sealed class SandboxCluster : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("opta-kube").FullName;
    private readonly ClusterHost host = new();

    internal string Kubeconfig => Path.Combine(folder, "kubeconfig");

    /// <summary>Forgets the history of changes, as a real server's storage does every few minutes.</summary>
    internal void Compact() => host.Find("suite")!.Store.Compact();

    public async Task InitializeAsync()
    {
        var address = await host.StartAsync(new ClusterSpec("suite", "suite", "1.33", Path.Combine(folder, "data"), null)
        {
            InitialNodes = new Dictionary<string, int> { ["default"] = 2 },
            Clock = new ScaledClock(20),
        }, default);
        await File.WriteAllTextAsync(Kubeconfig, address.AdminKubeconfig());
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
