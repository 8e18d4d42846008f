using System.IO.Compression;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using Xunit.Abstractions;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>
/// Replays the recorded answers of a real API server against the sandbox. Steps listed in known-differences.txt are not equal yet;
/// every other step that is not optional must be.
/// </summary>
public class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public async Task EveryStep_IsEqualOrAKnownDifference()
    {
        // Controllers run on a fast clock. Field ownership is ordered by whole seconds, so that the apply scenarios, which were recorded within
        // one, need a clock that stands; autoscalers must not have been looked at, which the controller does 15 s after they were made.
        await using var fast = await CorpusServer.StartAsync(20);
        await using var standing = await CorpusServer.StartAsync(new StandingClock());
        var scenarios = Load().Where(scenario => scenario.Text("needs") is null).ToList();
        var results = new List<StepResult>();
        foreach (var scenario in scenarios.Where(scenario => scenario.Flag("serial")))
            results.AddRange(await RunAsync(scenario));
        await Parallel.ForEachAsync(scenarios.Where(scenario => !scenario.Flag("serial")), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (scenario, _) =>
        {
            var done = await RunAsync(scenario);
            lock (results)
                results.AddRange(done);
        });
        var known = Known();
        // What depends on the speed of controllers gets a second, quiet run before it counts.
        foreach (var scenario in scenarios.Where(scenario => results.Exists(result => IsNew(result) && result.Name.StartsWith(scenario.Text("name") + "/", StringComparison.Ordinal))))
        {
            results.RemoveAll(result => result.Name.StartsWith(scenario.Text("name") + "/", StringComparison.Ordinal));
            await Task.Delay(500);
            results.AddRange(await RunAsync(scenario));
        }

        var counted = results.Where(result => !result.Optional).ToList();
        var unexpected = counted.Where(result => result.Difference is not null && !known.Contains(result.Name)).OrderBy(result => result.Name, StringComparer.Ordinal).ToList();
        output.WriteLine($"{counted.Count(result => result.Difference is null)} of {counted.Count} steps equal; {results.Count - counted.Count} optional");
        foreach (var fixedNow in counted.Where(result => result.Difference is null && known.Contains(result.Name)))
            output.WriteLine("equal now, remove from the list: " + fixedNow.Name);
        if (Environment.GetEnvironmentVariable("OPTA_CONFORMANCE_REPORT") is { Length: > 0 } report)
            await File.WriteAllLinesAsync(report, counted.Where(result => result.Difference is not null).OrderBy(result => result.Name, StringComparer.Ordinal).Select(result => $"{result.Name}\t{result.Difference}"));
        Assert.True(unexpected.Count == 0, $"{unexpected.Count} steps differ:\n" + string.Join('\n', unexpected.Take(40).Select(result => result.Name + " " + result.Difference)));

        bool IsNew(StepResult result) => !result.Optional && result.Difference is not null && !known.Contains(result.Name);

        Task<IReadOnlyList<StepResult>> RunAsync(JsonObject scenario)
        {
            return scenario.Text("name") == "cronjob-run" ? RunLateAsync(scenario) : OnAsync(scenario.Flag("managedFields") || scenario.Text("name") == "hpa" ? standing : fast, scenario);
        }
    }

    /// <summary>A schedule fires at the next full minute: a server of its own stands shortly before one.</summary>
    private static async Task<IReadOnlyList<StepResult>> RunLateAsync(JsonObject scenario)
    {
        await using var late = await CorpusServer.StartAsync(new LateMinuteClock());
        return await OnAsync(late, scenario);
    }

    private static Task<IReadOnlyList<StepResult>> OnAsync(CorpusServer server, JsonObject scenario) =>
        new ScenarioRunner(server.SignedIn, server.Anonymous, scenario, new Normalizer(server.Nodes, server.Address.Endpoint.ToString().TrimEnd('/'), "kubernetes-admin")).RunAsync();

    private static IEnumerable<JsonObject> Load()
    {
        foreach (var name in typeof(CorpusTests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("kubernetes-corpus/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var source = new GZipStream(typeof(CorpusTests).Assembly.GetManifestResourceStream(name)!, CompressionMode.Decompress);
            using var plain = new MemoryStream();
            source.CopyTo(plain);
            foreach (var scenario in JsonReader.Parse(plain.ToArray()).Objects("scenarios"))
                yield return scenario;
        }
    }

    private static HashSet<string> Known()
    {
        using var reader = new StreamReader(typeof(CorpusTests).Assembly.GetManifestResourceStream("kubernetes-known-differences")!);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', '\t')[0])];
    }
}
