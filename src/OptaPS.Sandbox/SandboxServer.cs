using System.Runtime.InteropServices;
using OptaPS.Sandbox.Hosting;

namespace OptaPS.Sandbox;

/// <summary>The sandbox process: emulated cloud, chart repositories and Kubernetes clusters behind one loopback https address.</summary>
public static class SandboxServer
{
    /// <summary>
    /// Starts the sandbox, writes <c>sandbox.json</c> into the data folder and one line of JSON to <paramref name="output"/> when it is ready,
    /// and returns when it was shut down by its control endpoint, by <paramref name="ct"/>, or because its parent is gone. SIGTERM ends it in order too; SIGINT is ignored.
    /// </summary>
    /// <param name="options">Where the world is kept and how it behaves.</param>
    /// <param name="output">Receives the ready line, the same document as <c>sandbox.json</c> without its secrets.</param>
    /// <param name="ct">Ends the sandbox.</param>
    /// <returns>The exit code of the process: 0 after an orderly end, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(SandboxServerOptions options, TextWriter output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);

        // A Ctrl+C in a shell reaches the whole process group; only the control endpoint, the parent's end or the token stop the sandbox.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        SandboxHost host;
        try
        {
            host = await SandboxHost.StartAsync(options, ct);
        }
        catch (SandboxStartException e)
        {
            await output.WriteLineAsync(ReadyLine.Failed(e));
            await output.FlushAsync(ct);
            return 1;
        }

        await using (host)
        {
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                host.RequestShutdown();
            });
            // The end of a terminal reaches it, too; one that is kept lives on.
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                if (!options.Keep)
                    host.RequestShutdown();
            });
            await output.WriteLineAsync(ReadyLine.Ready(host));
            await output.FlushAsync(ct);
            await host.WaitForEndAsync(ct);
        }

        return 0;
    }
}
