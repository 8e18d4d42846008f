using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Starts the serving process and waits for its ready line; a sandbox that runs already is returned as it is.</summary>
internal static partial class StartSandboxOperation
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    public static async Task<SandboxInfo> RunAsync(StartSandboxRequest request, CancellationToken cancellationToken)
    {
        var name = request.Target.Sandbox ?? throw new OptaException(SandboxErrors.NameNeeded());
        if (!IsName(name))
            throw new OptaException(SandboxErrors.BadName(name));

        var folder = new SandboxFolder(request.Target.HomeFolder, name);
        if (await folder.ReadRunningAsync(cancellationToken) is { } running)
            return await WithLocalClusterAsync(request, folder, running, cancellationToken);

        Directory.CreateDirectory(folder.Data);
        var failure = await StartAsync(request, folder, cancellationToken);
        var started = failure is null ? await folder.ReadRunningAsync(cancellationToken) : null;
        return started is not null
            ? await WithLocalClusterAsync(request, folder, started, cancellationToken)
            : throw new OptaException(SandboxErrors.DidNotStart(name, failure ?? "its description was not written", folder.Log, Tail(folder.Log)));
    }

    /// <summary>Whether a text can name a sandbox.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    private static async Task<string?> StartAsync(StartSandboxRequest request, SandboxFolder folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(request.ServeCommand[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder.Root,
        };
        IEnumerable<string> arguments =
        [
            .. request.ServeCommand.Skip(1),
            "--data", folder.Data,
            "--name", folder.Name,
            "--time-scale", request.TimeScale.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--log", folder.Log,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (request.Keep)
            start.ArgumentList.Add("--keep");
        else
        {
            start.ArgumentList.Add("--parent-pid");
            start.ArgumentList.Add(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(timeout.Token);
            if (line is null)
                return (await process.StandardError.ReadToEndAsync(timeout.Token)).Trim() is { Length: > 0 } text ? text : "its process ended";

            using var ready = JsonDocument.Parse(line);
            return ready.RootElement.GetProperty("event").GetString() == "ready" ? null : ready.RootElement.GetProperty("message").GetString();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return $"it was not ready after {StartTimeout.TotalSeconds:0} s";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        catch (JsonException e)
        {
            process.Kill(entireProcessTree: true);
            return $"its ready line is not JSON: {e.Message}";
        }
    }

    private static async Task<SandboxInfo> WithLocalClusterAsync(StartSandboxRequest request, SandboxFolder folder, SandboxDescription running, CancellationToken cancellationToken)
    {
        if (request.LocalCluster && !File.Exists(folder.LocalKubeconfig))
            await SandboxLocalCluster.MakeAsync(folder, running, cancellationToken);
        return SandboxInfos.Of(folder, running);
    }

    private static IReadOnlyList<string> Tail(string file) => File.Exists(file) ? [.. File.ReadLines(file).TakeLast(10)] : [];

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,30}$")]
    private static partial Regex Name();
}
