using System.IO.Compression;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Testing;
using Xunit.Abstractions;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>
/// Runs recorded kubectl sessions with the kubectl that is installed and compares what it prints. The newest one runs always; those of other
/// versions beside it run when OPTA_KUBECTL_ALL is set. Steps in known-differences-kubectl.txt are not equal yet.
/// </summary>
public class KubectlCorpusTests(ITestOutputHelper output)
{
    private static readonly string[] Recorded = ["1.27", "1.30", "1.33", "1.36"];

    [SkippableFact]
    public async Task EveryCommand_PrintsWhatWasRecordedOrIsAKnownDifference()
    {
        var binaries = Find();
        if (binaries.Count == 0)
            RequiredProgram.Missing("kubectl", "no kubectl of a version that was recorded (1.27 or newer) is on the PATH");
        if (Environment.GetEnvironmentVariable("OPTA_KUBECTL_ALL") is not { Length: > 0 })
            binaries = [binaries[^1]];
        var known = Known();
        var report = new List<string>();
        var unexpected = new List<string>();
        foreach (var (version, binary) in binaries)
        {
            var results = await RunAsync(version, binary);
            var counted = results.Where(result => !result.Optional).ToList();
            output.WriteLine($"kubectl {version}: {counted.Count(result => result.Difference is null)} of {counted.Count} commands equal");
            foreach (var result in counted.Where(result => result.Difference is not null).OrderBy(result => result.Name, StringComparer.Ordinal))
            {
                report.Add($"{result.Name}\t{version}\t{result.Difference}");
                if (!known.Contains(result.Name))
                    unexpected.Add($"{result.Name} ({version}) {result.Difference}");
            }

            foreach (var now in counted.Where(result => result.Difference is null && known.Contains(result.Name)))
                output.WriteLine("equal now: " + now.Name);
        }

        if (Environment.GetEnvironmentVariable("OPTA_KUBECTL_REPORT") is { Length: > 0 } file)
            await File.WriteAllLinesAsync(file, report);
        Assert.True(unexpected.Count == 0, $"{unexpected.Count} commands differ:\n" + string.Join('\n', unexpected.Take(40)));
    }

    private static async Task<List<StepResult>> RunAsync(string version, string binary)
    {
        await using var server = await CorpusServer.StartAsync(20);
        var results = new List<StepResult>();
        foreach (var file in Load().Where(file => file.Flag("serial")))
            results.AddRange(await new KubectlRunner(server, file, binary, version).RunAsync());
        await Parallel.ForEachAsync(Load().Where(file => !file.Flag("serial")), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (file, _) =>
        {
            var done = await new KubectlRunner(server, file, binary, version).RunAsync();
            lock (results)
                results.AddRange(done);
        });
        return results;
    }

    /// <summary>kubectl by recorded version: those named kubectl.1.NN beside the one on the PATH.</summary>
    private static List<(string Version, string Path)> Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).SelectMany(folder =>
        {
            var plain = Path.Combine(folder, "kubectl");
            return File.Exists(plain) ? new[] { folder, Path.GetDirectoryName(File.ResolveLinkTarget(plain, returnFinalTarget: true)?.FullName ?? plain)! } : [];
        }).Distinct().ToList();
        return [.. Recorded.Select(version => (version, Path: folders.Select(folder => Path.Combine(folder, "kubectl." + version)).FirstOrDefault(File.Exists))).Where(pair => pair.Path is not null).Select(pair => (pair.version, pair.Path!))];
    }

    private static IEnumerable<JsonObject> Load()
    {
        using var source = new GZipStream(typeof(KubectlCorpusTests).Assembly.GetManifestResourceStream("kubernetes-kubectl-corpus")!, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        source.CopyTo(plain);
        return JsonReader.Parse(plain.ToArray()).Objects("files").ToList();
    }

    private static HashSet<string> Known()
    {
        using var reader = new StreamReader(typeof(KubectlCorpusTests).Assembly.GetManifestResourceStream("kubernetes-known-differences-kubectl")!);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', '\t')[0])];
    }
}
