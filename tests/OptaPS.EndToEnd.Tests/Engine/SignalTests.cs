using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>Ctrl+C as a terminal sends it, on a run that is under way; then what that world's runs wrote is searched for secrets.</summary>
public sealed class SignalTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task AStoppedRun_SettlesAndStops_TheSecondSignalStopsHard_TheNextRunGoesOn_AndNoSecretIsWritten()
    {
        Skip.If(OperatingSystem.IsWindows(), "SIGINT cannot be sent to one process on Windows.");
        await using var world = new ProgramWorld();
        await world.StartAsync(timeScale: 200);
        var planned = await world.PlannedAsync();

        // First signal: what runs is brought to a durable point, the lock is given back, exit code 130.
        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Stuck", ["resource"] = "AWS::EC2::*" });
        var (stopped, stopTime) = await InterruptedAsync(world, creates: 8, second: null);
        Assert.Equal(130, stopped.Exit);
        Assert.Contains("run the same command again", stopped.Error, StringComparison.Ordinal);
        Assert.True(stopTime < TimeSpan.FromSeconds(45), $"{stopTime}");
        var locks = await world.SucceedAsync("locks", "--output", "json");
        Assert.Equal("Free", ((JsonArray)JsonNode.Parse(locks.Output)!)[0]!["status"]!.GetValue<string>());

        // Second signal while calls hang: the process is gone at once.
        await world.DeleteControlAsync("faults");
        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Hang", ["mutatingOnly"] = true, ["skip"] = 6 });
        var (hard, hardTime) = await InterruptedAsync(world, creates: await world.CreatesAsync() + 2, second: TimeSpan.FromMilliseconds(300));
        Assert.Equal(130, hard.Exit);
        output.WriteLine($"settled in {stopTime.TotalSeconds:0.0} s, stopped hard in {hardTime.TotalSeconds:0.0} s");
        await world.DeleteControlAsync("faults");

        await world.ConvergeAsync(planned, "after two stops");
        await world.SucceedAsync("mesh", "install", "staging", "--auto-approve");
        await world.SucceedAsync("deploy", "hello.yaml", "--auto-approve");
        await world.SucceedAsync("plan", "env-aws.yaml", "--output", "json");
        await world.SandboxedAsync("output", "staging", "--output", "json");
        await SearchAsync(world, [stopped, hard]);
    }

    private static async Task<(ProgramResult Result, TimeSpan Elapsed)> InterruptedAsync(ProgramWorld world, int creates, TimeSpan? second)
    {
        using var process = world.StartSandboxed("apply", "env-aws.yaml", "--auto-approve");
        var ended = ProgramWorld.FinishAsync(process);
        await EngineWorld.UntilAsync(async () => ended.IsCompleted || await world.CreatesAsync() >= creates, $"{creates} creates");
        Assert.False(ended.IsCompleted, "the run ended before it was stopped");
        var watch = Stopwatch.StartNew();
        await EngineWorld.SignalAsync(process, "INT");
        if (second is { } pause)
        {
            await Task.Delay(pause);
            await EngineWorld.SignalAsync(process, "INT");
        }

        return (await ended, watch.Elapsed);
    }

    /// <summary>Every secret that the runs made or used, in every form in which it could have been written, against everything that they wrote.</summary>
    private static async Task SearchAsync(ProgramWorld world, IReadOnlyList<ProgramResult> more)
    {
        var secrets = await SecretsAsync(world);
        Assert.True(secrets.Count >= 4, $"only {secrets.Count} secrets are known");
        var written = new List<(string Place, string Text)>();
        written.AddRange(world.Results.Concat(more).Select((result, i) => ($"run {i}", result.Output + result.Error)));
        written.Add(("request log", (await world.ControlAsync("requests?limit=100000")).ToJsonString()));

        // The sandbox's own data folder is the cloud itself, and the key file opens nothing that is not searched here.
        var cloud = Path.Combine(world.Home, "sandboxes", "e2e", "data");
        var files = Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(cloud, StringComparison.Ordinal)).ToList();
        Assert.Contains(files, path => Path.GetFileName(path).StartsWith("snapshot-", StringComparison.Ordinal));
        written.AddRange(files.Select(path => (path, Encoding.Latin1.GetString(File.ReadAllBytes(path)))));
        written.AddRange(TemporaryFiles(world));
        var found = written.SelectMany(place => secrets.Where(secret => Forms(secret.Value).Any(form => place.Text.Contains(form, StringComparison.Ordinal))).Select(secret => $"{secret.Key} in {place.Place}")).ToList();
        Assert.True(found.Count == 0, string.Join("\n", found));

        // The search sees what it looks for.
        Assert.Contains("canary-text", Forms("canary-text"));
    }

    private static IEnumerable<(string Place, string Text)> TemporaryFiles(ProgramWorld world)
    {
        foreach (var path in Directory.EnumerateFiles(Path.GetTempPath(), "*", new EnumerationOptions { IgnoreInaccessible = true }))
        {
            string text;
            try
            {
                if (File.GetLastWriteTimeUtc(path) < world.Started || new FileInfo(path).Length > 20_000_000)
                    continue;
                text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
            }
            catch (IOException)
            {
                // Another program's, which holds it or has removed it.
                continue;
            }

            yield return (path, text);
        }
    }

    private static async Task<Dictionary<string, string>> SecretsAsync(ProgramWorld world)
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["secret access key"] = world.Description["aws"]!["secretAccessKey"]!.GetValue<string>() };
        using var cluster = await ClusterReader.ConnectAsync(world);
        foreach (var item in (JsonArray)(await cluster.GetAsync("api/v1/secrets"))["items"]!)
        {
            // A release record is not a secret but a document; what is secret in it is in the other Secrets.
            if (item!["type"]?.GetValue<string>() == "helm.sh/release.v1")
                continue;
            foreach (var (name, value) in item["data"] as JsonObject ?? [])
            {
                var text = Encoding.UTF8.GetString(Convert.FromBase64String(value!.GetValue<string>()));
                if (text.Length >= 16 && !text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
                    secrets[$"{item["metadata"]!["namespace"]}/{item["metadata"]!["name"]} {name}"] = text;
            }
        }

        return secrets;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        // Of a key in PEM form the middle is searched too: it could be written without its frame or with other line ends.
        var body = secret.Contains("-----", StringComparison.Ordinal) ? secret.Split('\n').Where(line => line.Length >= 40 && !line.StartsWith("-----", StringComparison.Ordinal)).Take(2) : [];
        string[] forms = [secret, .. body];
        return forms.SelectMany(form => new[] { form, Convert.ToBase64String(Encoding.UTF8.GetBytes(form)), Uri.EscapeDataString(form), System.Text.Json.JsonEncodedText.Encode(form).ToString() }).Distinct(StringComparer.Ordinal);
    }
}
