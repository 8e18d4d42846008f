using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Watch;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Benchmarks;

/// <summary>
/// Apply, list and watch throughput of the Kubernetes client, with kubectl doing the same to the same server beside it where it is installed. The server is
/// the cluster of OPTA_TEST_KUBECONFIG, else a sandbox cluster in this process. Not a BenchmarkDotNet benchmark: what counts is the wall time of
/// whole runs against a server, one after the other. Run: <c>dotnet run -c Release --project tests/OptaPS.Benchmarks -- kubernetes</c>.
/// </summary>
internal sealed class KubernetesMeasure(string kubeconfig, TextWriter output)
{
    private const int Objects = 500;
    private const int ListObjects = 2000;
    private const int Writers = 16;
    private const int Rounds = 3;
    private readonly string name = "bench-" + Guid.NewGuid().ToString("N")[..8];
    private readonly Dictionary<string, List<double>> times = new(StringComparer.Ordinal);

    public static async Task<int> RunAsync(TextWriter output)
    {
        if (Environment.GetEnvironmentVariable("OPTA_TEST_KUBECONFIG") is { Length: > 0 } real)
        {
            await new KubernetesMeasure(real, output).MeasureAsync();
            return 0;
        }

        var folder = Directory.CreateTempSubdirectory("opta-bench").FullName;
        await using var host = new ClusterHost();
        var address = await host.StartAsync(new ClusterSpec("bench", "bench", "1.33", Path.Combine(folder, "data"), null), default);
        var path = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(path, address.AdminKubeconfig());
        await new KubernetesMeasure(path, output).MeasureAsync();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private async Task MeasureAsync()
    {
        await WithClientAsync(client => ApplyAllAsync(client, [Namespace()]));
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await ApplyRoundAsync(round);
                await WatchRoundAsync(round);
            }

            await ListRoundsAsync();
        }
        finally
        {
            await WithClientAsync(client => client.DeleteAsync(ObjectKey.Of("v1", "Namespace", null, name), new(), default));
        }

        foreach (var (what, values) in times)
            await output.WriteLineAsync($"{what,-44} median {values.Order().ElementAt(values.Count / 2),8:0.00} s   of {string.Join(" ", values.Select(value => value.ToString("0.00", CultureInfo.InvariantCulture)))}");
    }

    private async Task ApplyRoundAsync(int round)
    {
        var ours = Documents($"o{round}");
        await TimeAsync("apply 500: client", () => WithClientAsync(client => ApplyAllAsync(client, ours)));
        await TimeAsync("apply 500 again: client", () => WithClientAsync(client => ApplyAllAsync(client, ours)));
        if (KubectlPath() is not { } kubectl)
            return;
        foreach (var (what, flag) in (ReadOnlySpan<(string, string)>)[("", "--server-side=false"), (" --server-side", "--server-side")])
        {
            var file = Path.GetTempFileName();
            File.WriteAllText(file, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. Documents($"k{round}{flag.Length}")]) }.ToJsonString());
            Time($"apply 500: kubectl apply{what}", () => Kubectl(kubectl, "apply", flag, "-f", file));
            Time($"apply 500 again: kubectl apply{what}", () => Kubectl(kubectl, "apply", flag, "-f", file));
            File.Delete(file);
        }
    }

    private async Task WatchRoundAsync(int round) => await WithClientAsync(async client =>
    {
        using var stop = new CancellationTokenSource();
        var wanted = Objects * 2;
        var seen = 0;
        var done = new TaskCompletionSource();
        var informer = new Informer(client, new ListQuery(new("", "v1", "ConfigMap"), name) { LabelSelector = $"round=w{round}" }, TimeProvider.System);
        var running = informer.RunAsync((_, _) => Note(), stop.Token);
        await informer.Synced;
        await TimeAsync($"write {wanted} changes, all seen by a watch", async () =>
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, wanted), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (i, token) =>
                await client.ApplyAsync(Map($"w{round}-{i % Objects}", $"w{round}", i.ToString(CultureInfo.InvariantCulture)), new(), token));
            await done.Task;
        });
        await stop.CancelAsync();
        await Task.WhenAny(running);
        Task Note()
        {
            if (++seen == wanted)
                done.SetResult();
            return Task.CompletedTask;
        }
    });

    private async Task ListRoundsAsync()
    {
        await WithClientAsync(client => ApplyAllAsync(client, [.. Enumerable.Range(0, ListObjects).Select(i => Map($"l{i}", "list", new string('x', 500)))]));
        for (var round = 0; round < Rounds; round++)
        {
            await TimeAsync($"list {ListObjects}: client", () => WithClientAsync(async client =>
            {
                var count = 0;
                await foreach (var item in client.ListAsync(new ListQuery(new("", "v1", "ConfigMap"), name) { LabelSelector = "round=list" }, default))
                    count += item.Count > 0 ? 1 : 0;
                if (count != ListObjects)
                    throw new InvalidOperationException($"{count} objects instead of {ListObjects}");
            }));
            if (KubectlPath() is { } kubectl)
                Time($"list {ListObjects}: kubectl get -o json", () => Kubectl(kubectl, "get", "configmaps", "-l", "round=list", "-o", "json"));
        }
    }

    private async Task WithClientAsync(Func<IKubernetesClient, Task> work)
    {
        await using var factory = new KubernetesClientFactory([], new ClientEnvironment(), TimeProvider.System);
        await work(await factory.GetAsync(ClusterConnection.FromKubeconfig(kubeconfig, null), default));
    }

    private static Task ApplyAllAsync(IKubernetesClient client, IReadOnlyList<JsonObject> documents) =>
        Parallel.ForEachAsync(documents, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (document, token) => await client.ApplyAsync(document, new(), token));

    private JsonObject Namespace() => Parse($$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{name}}"} }""");

    private List<JsonObject> Documents(string round) => [.. Enumerable.Range(0, Objects).Select(i => (i % 5) switch
    {
        0 => Parse($$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"{{round}}-{{i}}","namespace":"{{name}}"},"spec":{"selector":{"app":"a"},"ports":[{"port":80,"targetPort":8080,"name":"http"}]} }"""),
        1 => Parse($$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{round}}-{{i}}","namespace":"{{name}}"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"a"} },"template":{"metadata":{"labels":{"app":"a"} },"spec":{"containers":[{"name":"c","image":"x:1"}]} } } }"""),
        _ => Map($"{round}-{i}", round, "some text"),
    })];

    private JsonObject Map(string map, string round, string text) =>
        Parse($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{map}}","namespace":"{{name}}","labels":{"round":"{{round}}"} },"data":{"text":"{{text}}"} }""");

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private async Task TimeAsync(string what, Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        Note(what, watch.Elapsed);
    }

    private void Time(string what, Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        Note(what, watch.Elapsed);
    }

    private void Note(string what, TimeSpan elapsed)
    {
        if (!times.TryGetValue(what, out var values))
            times[what] = values = [];
        values.Add(elapsed.TotalSeconds);
        output.WriteLine($"{what}: {elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s");
    }

    private static string? KubectlPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl")).FirstOrDefault(File.Exists);

    private void Kubectl(string kubectl, params string[] arguments)
    {
        var start = new ProcessStartInfo(kubectl, ["--kubeconfig", kubeconfig, "--namespace", name, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"kubectl {arguments[0]} ended with {process.ExitCode}: {errors}");
    }
}
