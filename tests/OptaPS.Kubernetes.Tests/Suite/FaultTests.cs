using System.Diagnostics;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Kubeconfig;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Testing;

namespace OptaPS.Kubernetes.Tests.Suite;

/// <summary>kubectl on a kubeconfig that we export, and memory during a long list.</summary>
public sealed class FaultTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    private static JsonObject Map(string value) => Clients.Parse($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cut","namespace":"default"},"data":{"a":"{{value}}"} }""");

    private async Task<ConnectionSettings> SettingsAsync() =>
        await new KubeconfigResolver(Clients.Quick, TimeProvider.System).ResolveAsync(await KubeconfigSet.LoadAsync([cluster.Kubeconfig], default), null, default);

    [SkippableFact]
    public async Task Kubectl_ExportedKubeconfigWithExecPlugin_SignsIn()
    {
        var kubectl = RequiredProgram.Find("kubectl");
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        var settings = await SettingsAsync();
        await using var client = new KubernetesClient(settings, Clients.Quick, TimeProvider.System);
        var account = Clients.Parse("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"kubectl","namespace":"default"}}""");
        await client.ApplyAsync(account, new(), default);
        await client.ApplyAsync(Clients.Parse("""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"kubectl"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"kind":"ServiceAccount","name":"kubectl","namespace":"default"}]}"""), new(), default);
        await client.ApplyAsync(Map("kubectl"), new() { FieldManager = "cut", Force = true }, default);
        var request = Clients.Parse("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","metadata":{"name":"kubectl","namespace":"default"},"spec":{"expirationSeconds":3600}}""");
        var token = (await client.CreateAsync(request, new() { Subresource = "token" }, default))["status"]!["token"]!.ToString();
        var folder = Directory.CreateTempSubdirectory("kubectl").FullName;
        try
        {
            var script = Path.Combine(folder, "token.sh");
            await File.WriteAllTextAsync(script, $$$"""printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{token}}}"}}'""");
            var path = Path.Combine(folder, "config");
            var authority = string.Join('\n', settings.Trust!.Select(certificate => certificate.ExportCertificatePem()));
            await KubeconfigWriter.MergeAsync(path, new("exported", settings.Endpoint, new("sh", [script])) { CaData = authority }, TimeProvider.System, default);
            var start = new ProcessStartInfo(kubectl, ["--kubeconfig", path, "--context", "exported", "get", "configmap", "cut", "-o", "jsonpath={.data.a}"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["HOME"] = folder;
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            Assert.True(output == "kubectl", output + await process.StandardError.ReadToEndAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task List_TwentyThousandObjects_MemoryStaysFlat()
    {
        const int Pages = 40;
        var page = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"metadata":{"name":"p{{i}}","annotations":{"a":"{{new string('x', 1000)}}"} } }"""));
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request)
            ?? new(200, $$"""{"kind":"PodList","metadata":{"resourceVersion":"1","continue":"{{(request.Query.GetValueOrDefault("continue") == (Pages - 1).ToString() ? "" : (int.Parse(request.Query.GetValueOrDefault("continue", "0")) + 1).ToString())}}"},"items":[{{page}}]}"""));
        await using var client = Clients.Of(server);
        var (count, highest, first) = (0, 0L, 0L);
        await foreach (var item in client.ListAsync(new(new("", "v1", "Pod")), default))
        {
            if (++count % 4000 != 0)
                continue;
            var used = GC.GetTotalMemory(forceFullCollection: true);
            first = first == 0 ? used : first;
            highest = Math.Max(highest, used);
            Assert.Equal("Pod", item.GetKind().Kind);
        }

        Assert.Equal(500 * Pages, count);
        Assert.True(highest < first + (30L << 20), $"memory grew from {first >> 20} to {highest >> 20} MiB");
    }
}
