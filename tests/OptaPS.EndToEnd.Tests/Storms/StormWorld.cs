using System.Diagnostics;
using System.Text.Json.Nodes;
using OptaPS.EndToEnd.Tests.Engine;

namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>A world in which a series of commands runs, and what is looked at in it.</summary>
internal sealed class StormWorld(ProgramWorld program, bool isLocal, string? place)
{
    private static readonly string[] LocalFiles = ["env-local.yaml"];

    private IReadOnlyDictionary<string, string>? picture;

    /// <summary>The environment's name.</summary>
    public string Environment => isLocal ? "laptop" : "staging";

    /// <summary>The environment's file.</summary>
    public string File => isLocal ? "env-local.yaml" : "env-aws.yaml";

    /// <summary>The program's side of it.</summary>
    public ProgramWorld Program => program;

    public async Task StartAsync(double scale)
    {
        foreach (var file in isLocal ? LocalFiles : [])
            System.IO.File.Copy(Path.Combine(OptaPS.Testing.Repository.Root, "examples", "local", file), Path.Combine(program.Folder, file), overwrite: true);
        await ServiceFiles.WriteAsync(program, Environment, File);
        await program.StartAsync(scale, isLocal);
        if (place is null)
            return;
        program.Variables["OPTA_STATE"] = place;
        program.Variables["OPTA_LEASE_SECONDS"] = "15";
    }

    public Task ScaleAsync(double scale) => program.PostControlAsync("time-scale", new JsonObject { ["scale"] = scale });

    /// <summary>Runs a command to its end, by the program or by PowerShell.</summary>
    public async Task<ProgramResult> RunAsync(string[] arguments, string? pwsh)
    {
        using var process = Start(arguments, pwsh);
        return await ProgramWorld.FinishAsync(process);
    }

    /// <summary>Starts a command.</summary>
    public Process Start(string[] arguments, string? pwsh) => pwsh is null ? program.StartSandboxed(arguments) : PowerShellForm.Start(program, pwsh, arguments);

    /// <summary>A world in which commands run undisturbed.</summary>
    public async Task CalmAsync(ServiceCommand command)
    {
        picture = null;
        await command.BeforeAsync(program);
        var arguments = await command.ArgumentsAsync(program);
        var result = await RunAsync(arguments, pwsh: null);
        Assert.True(result.Exit == 0, $"undisturbed {string.Join(' ', arguments)}: {result}");
    }

    /// <summary>Waits until the cluster's picture is the one of another world (pods come and go for a while), and fails with the differences when it does not become so.</summary>
    public async Task CompareAsync(StormWorld other, string context)
    {
        Assert.Equal(await other.Program.ResourcesAsync(), await program.ResourcesAsync());
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var (wanted, found) = (await other.PictureAsync(isNew: watch.Elapsed > TimeSpan.FromSeconds(5)), await ClusterPicture.ReadAsync(program));
            var differences = wanted.Keys.Union(found.Keys, StringComparer.Ordinal)
                .Where(name => wanted.GetValueOrDefault(name) != found.GetValueOrDefault(name) || found[name].StartsWith("NOT SOUND", StringComparison.Ordinal))
                .Select(name => $"{name}\n   wanted: {wanted.GetValueOrDefault(name) ?? "nothing"}\n   found:  {found.GetValueOrDefault(name) ?? "nothing"}")
                .ToList();
            if (differences.Count == 0)
                return;
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{context}: {differences.Count} differences:\n{string.Join('\n', differences)}");
            await Task.Delay(300);
        }
    }

    /// <summary>Every path answers through the entry, from meshed pods where they are to be.</summary>
    public async Task AnswerAsync(IEnumerable<(string Path, bool Meshed)> paths, string context)
    {
        var entry = program.Description["entryAddresses"]!["80"]!.GetValue<string>();
        using var client = new HttpClient();
        foreach (var (path, meshed) in paths)
        {
            using var cluster = await ClusterReader.ConnectAsync(program);
            var gateway = (await cluster.GetAsync("apis/gateway.networking.k8s.io/v1/gateways"))["items"]![0]!;
            var host = (string)gateway["status"]!["addresses"]![0]!["value"]!;
            var (answered, text) = (false, "");
            for (var watch = Stopwatch.StartNew(); !answered && watch.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(answered ? 0 : 200))
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{entry}{path}");
                request.Headers.Host = host;
                using var answer = await client.SendAsync(request);
                text = await answer.Content.ReadAsStringAsync();
                answered = answer.IsSuccessStatusCode && (!meshed || (bool)JsonNode.Parse(text)!["meshed"]!);
            }

            Assert.True(answered, $"{context}: {path} of {host} does not answer {(meshed ? "meshed" : "")}: {text}");
        }
    }

    /// <summary>The cluster's picture; of an undisturbed world the last one serves until a command changes it.</summary>
    private async Task<IReadOnlyDictionary<string, string>> PictureAsync(bool isNew) => picture = picture is null || isNew ? await ClusterPicture.ReadAsync(program) : picture;

    /// <summary>The environments and services that there are states of, and that nobody holds a lock.</summary>
    public async Task<string> StatesAsync()
    {
        var listed = (JsonArray)JsonNode.Parse((await program.SucceedAsync("environments", "--output", "json")).Output)!;
        var locks = (JsonArray)JsonNode.Parse((await program.SucceedAsync("locks", "--output", "json")).Output)!;
        Assert.All(locks, held => Assert.Contains((string?)held!["status"], (string[])["Free", "Expired"]));
        return string.Join('\n', listed.Select(one => $"{one!["environmentName"]} {one["status"]} {one["resources"]} {one["mesh"]} {one["services"]!.ToJsonString()}"));
    }
}
