using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Benchmarks;

/// <summary>
/// A sandbox process under load: its start, 10,000 objects, 1,000 watchers of everything, the latency of writes meanwhile, memory for an object, and
/// a kill with no warning after which everything acknowledged must be there.
/// </summary>
internal sealed class SandboxLoad(int objects, int watchers)
{
    private const int Namespaces = 10;
    private readonly string folder = Directory.CreateTempSubdirectory("optaps-load-").FullName;
    private long delivered;

    public async Task<int> RunAsync()
    {
        try
        {
            await MeasureAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task MeasureAsync()
    {
        using (var first = await ServedSandbox.StartAsync(folder))
            await first.StopAsync();
        using var sandbox = await ServedSandbox.StartAsync(folder);
        Console.WriteLine($"start of an empty world: {sandbox.StartTime.TotalMilliseconds:0} ms, {sandbox.StartCpu.TotalMilliseconds:0} ms of CPU");
        var clock = Stopwatch.StartNew();
        await sandbox.ControlAsync(HttpMethod.Post, "clusters", new JsonObject { ["name"] = "local", ["nodes"] = 1 });
        Console.WriteLine($"a cluster: {clock.ElapsedMilliseconds} ms");
        using var api = await sandbox.ClusterAsync();
        for (var i = 0; i < Namespaces; i++)
            await PostAsync(api, "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = $"n{i}" } });

        var before = await sandbox.MemoryAsync();
        clock.Restart();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < objects)
                await CreateAsync(api, i);
        }));
        Console.WriteLine($"{objects} objects: {objects / clock.Elapsed.TotalSeconds:0} writes/s with 8 writers");
        var after = await sandbox.MemoryAsync();
        Console.WriteLine($"memory: {before / 1048576.0:0} MiB before, {after / 1048576.0:0} MiB after, {(after - before) / (double)objects / 1024:0.0} KiB for an object of 1 KiB");

        Report("write, no watcher, 50 a second", await PacedWritesAsync(api, 500, 0, 20));
        using var stop = new CancellationTokenSource();
        var clients = new List<HttpClient>();
        var open = new List<Task>();
        for (var i = 0; i < watchers; i++)
        {
            if (i % 100 == 0)
                clients.Add(await sandbox.ClusterAsync());
            open.Add(await WatchAsync(clients[^1], stop.Token));
        }

        Console.WriteLine($"{watchers} watchers are open; memory {await sandbox.MemoryAsync() / 1048576.0:0} MiB");
        Report($"write, {watchers} watchers of everything, 10 a second", await PacedWritesAsync(api, 200, 500, 100));
        Report($"write, {watchers} watchers of everything, 50 a second", await PacedWritesAsync(api, 500, 700, 20));
        var wanted = 700L * watchers;
        var limit = Stopwatch.StartNew();
        while (Interlocked.Read(ref delivered) < wanted && limit.Elapsed < TimeSpan.FromSeconds(60))
            await Task.Delay(20);
        Console.WriteLine($"events delivered: {Interlocked.Read(ref delivered)} of {wanted}");
        await stop.CancelAsync();
        foreach (var client in clients)
            client.Dispose();

        await KillAsync(sandbox, api);
    }

    private async Task KillAsync(ServedSandbox sandbox, HttpClient api)
    {
        var acknowledged = 0;
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    await CreateAsync(api, 1_000_000 + (i * 4) + writer);
                    Interlocked.Increment(ref acknowledged);
                }
            }
            catch (HttpRequestException)
            {
                // The process is gone: what was acknowledged is counted.
            }
        }));
        await Task.Delay(1500);
        sandbox.Kill();
        await writing;
        using var again = await ServedSandbox.StartAsync(folder);
        Console.WriteLine($"start with {objects} objects after kill -9: {again.StartTime.TotalMilliseconds:0} ms, {again.StartCpu.TotalMilliseconds:0} ms of CPU");
        using var client = await again.ClusterAsync();
        var found = 0;
        for (var i = 0; i < Namespaces; i++)
            found += JsonNode.Parse(await client.GetStringAsync($"/api/v1/namespaces/n{i}/configmaps"))!["items"]!.AsArray().Count(item => ((string)item!["metadata"]!["name"]!).StartsWith("item-", StringComparison.Ordinal));
        var whole = objects + 1200 + acknowledged;
        Console.WriteLine($"acknowledged {whole}, found {found}: {(found >= whole ? "nothing acknowledged is lost" : "LOST")}");
        await again.StopAsync();
        if (found < whole)
            throw new InvalidOperationException("Acknowledged writes were lost.");
    }

    private static async Task<IReadOnlyList<double>> PacedWritesAsync(HttpClient api, int count, int offset, int pause)
    {
        var latencies = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await CreateAsync(api, 500_000 + offset + i);
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(pause);
        }

        return latencies;
    }

    private async Task<Task> WatchAsync(HttpClient client, CancellationToken ct)
    {
        var version = (string)JsonNode.Parse(await client.GetStringAsync("/api/v1/configmaps?limit=1", ct))!["metadata"]!["resourceVersion"]!;
        var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/api/v1/configmaps?watch=1&resourceVersion={version}") { Version = HttpVersion.Version20 }, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        return Task.Run(async () =>
        {
            using var owned = response;
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            var buffer = new byte[16384];
            while (await stream.ReadAsync(buffer, ct) is var read && read > 0)
                Interlocked.Add(ref delivered, buffer.AsSpan(0, read).Count((byte)'\n'));
        }, ct);
    }

    private static void Report(string what, IReadOnlyList<double> latencies)
    {
        var sorted = latencies.Order().ToList();
        Console.WriteLine($"{what}: p50 {sorted[sorted.Count / 2]:0.0} ms, p99 {sorted[sorted.Count * 99 / 100]:0.0} ms, worst {sorted[^1]:0.0} ms of {sorted.Count}");
    }

    private static Task CreateAsync(HttpClient api, int number) => PostAsync(api, $"/api/v1/namespaces/n{number % Namespaces}/configmaps", new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = $"item-{number}", ["labels"] = new JsonObject { ["app"] = "load" } },
        ["data"] = new JsonObject { ["text"] = new string('x', 900) }
    });

    private static async Task PostAsync(HttpClient api, string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await api.PostAsync(path, content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>A sandbox in a process of its own.</summary>
    private sealed class ServedSandbox : IDisposable
    {
        private readonly Process process;
        private readonly HttpClient control;

        private ServedSandbox(Process process, JsonNode description, TimeSpan startTime)
        {
            this.process = process;
            StartTime = startTime;
            process.Refresh();
            StartCpu = process.TotalProcessorTime;
            control = new HttpClient(Trusting((string)description["caCertificates"]!)) { BaseAddress = new Uri((string)description["controlUrl"]!) };
            control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)description["controlToken"]!);
        }

        public TimeSpan StartTime { get; }

        /// <summary>What the start cost, also on a machine that does other things.</summary>
        public TimeSpan StartCpu { get; }

        public static async Task<ServedSandbox> StartAsync(string folder)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
                start.ArgumentList.Add(typeof(SandboxLoad).Assembly.Location);
            start.ArgumentList.Add("sandbox-serve");
            start.ArgumentList.Add(folder);
            var clock = Stopwatch.StartNew();
            var served = Process.Start(start)!;
            var line = await served.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sandbox did not start.");
            var took = clock.Elapsed;
            if ((string)JsonNode.Parse(line)!["event"]! != "ready")
                throw new InvalidOperationException(line);
            return new ServedSandbox(served, JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "sandbox.json")))!, took);
        }

        public async Task<JsonNode> ControlAsync(HttpMethod method, string path, JsonNode? body = null)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
            using var response = await control.SendAsync(request);
            response.EnsureSuccessStatusCode();
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        }

        public async Task<long> MemoryAsync() => (long)(await ControlAsync(HttpMethod.Get, "status?collect=true"))["liveBytes"]!;

        public async Task<HttpClient> ClusterAsync()
        {
            var cluster = (await ControlAsync(HttpMethod.Get, "clusters"))["clusters"]![0]!;
            var handler = Trusting((string)cluster["caCertificate"]!);
            using var pem = X509Certificate2.CreateFromPem((string)cluster["adminCertificate"]!, (string)cluster["adminKey"]!);
            handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
            handler.EnableMultipleHttp2Connections = true;
            return new HttpClient(handler) { BaseAddress = new Uri((string)cluster["endpoint"]!), Timeout = TimeSpan.FromMinutes(5) };
        }

        public async Task StopAsync()
        {
            await ControlAsync(HttpMethod.Post, "shutdown");
            await process.WaitForExitAsync();
        }

        public void Kill()
        {
            process.Kill();
            process.WaitForExit();
        }

        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
            control.Dispose();
        }

        private static SocketsHttpHandler Trusting(string pem)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPem(pem);
            return new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        }
    }
}
