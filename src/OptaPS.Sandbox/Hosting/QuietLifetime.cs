using Microsoft.Extensions.Hosting;

namespace OptaPS.Sandbox.Hosting;

/// <summary>
/// A web host of the sandbox that leaves signals to the process: the usual lifetime would stop the server on a Ctrl+C, which reaches
/// every process of the shell's group, and swallow SIGTERM.
/// </summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
