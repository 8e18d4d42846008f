using System.Diagnostics;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Asks a sandbox to end by its control endpoint and waits for its process; a sandbox that does not run is left as it is.</summary>
internal static class StopSandboxOperation
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    public static async Task<SandboxInfo> RunAsync(StopSandboxRequest request, CancellationToken cancellationToken)
    {
        var name = request.Target.Sandbox ?? throw new OptaException(SandboxErrors.NameNeeded());
        var folder = new SandboxFolder(request.Target.HomeFolder, name);
        if (await folder.ReadRunningAsync(cancellationToken) is { } running)
            await StopAsync(folder, running, cancellationToken);

        if (request.RemoveData && Directory.Exists(folder.Root))
            Directory.Delete(folder.Root, recursive: true);

        return SandboxInfos.Of(folder, null);
    }

    private static async Task StopAsync(SandboxFolder folder, SandboxDescription running, CancellationToken cancellationToken)
    {
        using var client = running.CreateControlClient();
        using (var answer = await client.PostAsync("shutdown", content: null, cancellationToken))
            answer.EnsureSuccessStatusCode();

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StopTimeout);
        try
        {
            using var process = Process.GetProcessById(running.ProcessId);
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OptaException(SandboxErrors.DidNotStop(folder.Name, running.ProcessId));
        }
    }
}
