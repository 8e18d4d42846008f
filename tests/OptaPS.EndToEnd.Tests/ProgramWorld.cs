using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OptaPS.Testing;

namespace OptaPS.EndToEnd.Tests;

/// <summary>A home folder, example files and a sandbox of one test; everything is done by child processes and plain HTTP.</summary>
public sealed class ProgramWorld : IAsyncDisposable
{
    private const string SandboxName = "e2e";
    private readonly ConcurrentQueue<ProgramResult> results = new();
    private HttpClient? control;

    public ProgramWorld()
    {
        Folder = Directory.CreateTempSubdirectory("opta-e2e-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples", "hello")))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
    }

    public string Folder { get; }

    /// <summary>When the world was made.</summary>
    public DateTime Started { get; } = DateTime.UtcNow;

    /// <summary>Variables of every program that is started from now on.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Home => Path.Combine(Folder, "home");

    /// <summary>What every opta run that ended wrote.</summary>
    public IReadOnlyCollection<ProgramResult> Results => results;

    /// <summary>The sandbox's description.</summary>
    public JsonNode Description { get; private set; } = new JsonObject();

    public HttpClient Control => control ?? throw new InvalidOperationException("The sandbox does not run.");

    public async Task StartAsync(double timeScale = 60, bool localCluster = false)
    {
        string[] local = localCluster ? ["--local-cluster"] : [];
        var started = await OptaAsync(["sandbox", "start", SandboxName, "--time-scale", timeScale.ToString(System.Globalization.CultureInfo.InvariantCulture), .. local]);
        Assert.True(started.Exit == 0, started.ToString());
        await ReadDescriptionAsync();
    }

    /// <summary>Runs opta against the sandbox.</summary>
    public Task<ProgramResult> SandboxedAsync(params string[] arguments) => OptaAsync([.. arguments, "--sandbox", SandboxName]);

    /// <summary>Runs opta.</summary>
    public async Task<ProgramResult> OptaAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var result = await FinishAsync(process);
        results.Enqueue(result);
        return result;
    }

    /// <summary>Starts opta and leaves it running.</summary>
    public Process Start(params string[] arguments) => StartProgram("dotnet", [Repository.Program, .. arguments]);

    /// <summary>Starts opta against the sandbox and leaves it running.</summary>
    public Process StartSandboxed(params string[] arguments) => Start([.. arguments, "--sandbox", SandboxName]);

    /// <summary>
    /// As <see cref="StartSandboxed"/>, with SIGINT taken as in a terminal. A shell without job control starts what runs in the background with
    /// SIGINT ignored, all their children inherit that, and .NET leaves an ignored signal ignored.
    /// </summary>
    public Process StartInterruptible(params string[] arguments) => StartProgram("env", ["--default-signal=INT", "dotnet", Repository.Program, .. arguments, "--sandbox", SandboxName]);

    /// <summary>Runs any program in the world's folder.</summary>
    public async Task<ProgramResult> RunAsync(string program, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using var process = StartProgram(program, arguments, variables);
        return await FinishAsync(process);
    }

    public static async Task<ProgramResult> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            return new ProgramResult(-1, await output, "TIMEOUT\n" + await error);
        }

        return new ProgramResult(process.ExitCode, await output, await error);
    }

    /// <summary>Reads a path of the sandbox's control API.</summary>
    public async Task<JsonNode> ControlAsync(string path) => JsonNode.Parse(await Control.GetStringAsync(path))!;

    /// <summary>Posts to the control API.</summary>
    public async Task PostControlAsync(string path, JsonObject body)
    {
        using var answer = await Control.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Requests since a position that had an effect on the stored state.</summary>
    public async Task<JsonArray> EffectsAsync(long since = 0) => (JsonArray)(await ControlAsync($"requests?since={since}&mutating=true&effect=true"))["requests"]!;

    /// <summary>Stops the sandbox; its data stays.</summary>
    public async Task StopAsync()
    {
        var stopped = await OptaAsync("sandbox", "stop", SandboxName);
        Assert.True(stopped.Exit == 0, stopped.ToString());
    }

    /// <summary>Ends the sandbox's process as a crash of its machine would, and waits until it is gone.</summary>
    public async Task CrashAsync()
    {
        using var process = Process.GetProcessById(Description["pid"]!.GetValue<int>());
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Deletes at a path of the control API.</summary>
    public async Task DeleteControlAsync(string path)
    {
        using var answer = await Control.DeleteAsync(path);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Writes a copy of a file of the folder with a part replaced.</summary>
    public async Task CopyAsync(string from, string to, string part, string replacement)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, from));
        Assert.Contains(part, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Folder, to), text.Replace(part, replacement, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (control is not null)
        {
            await OptaAsync("sandbox", "stop", SandboxName);
            control.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task ReadDescriptionAsync()
    {
        var file = Path.Combine(Home, "sandboxes", SandboxName, "data", "sandbox.json");
        Description = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.ImportFromPem(Description["caCertificates"]!.GetValue<string>());
        control?.Dispose();
        control = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } })
        {
            BaseAddress = new Uri(Description["controlUrl"]!.GetValue<string>()),
        };
        control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Description["controlToken"]!.GetValue<string>());
    }

    /// <summary>Starts any program in the world's folder and leaves it running.</summary>
    public Process StartProgram(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        Surroundings.Clear(start.Environment);
        start.Environment["OPTA_HOME"] = Home;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["DOTNET_TieredPGO"] = "0";

        // Runs are short: what is compiled again to be faster does not live to be it.
        start.Environment["DOTNET_TC_CallCountThreshold"] = "2000";
        foreach (var (name, value) in Variables.Concat(variables ?? new Dictionary<string, string>(StringComparer.Ordinal)))
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
