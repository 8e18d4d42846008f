using System.Runtime.InteropServices;

namespace OptaPS.Cli.Hosting;

/// <summary>The first SIGINT, SIGTERM or SIGHUP asks the running operation to reach a durable point and stop; the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;
    private readonly PosixSignalRegistration hangUp;
    private int count;
    private int exitCode;

    public StopSignals()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCodes.Interrupted));
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, ExitCodes.Terminated));
        hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Handle(context, ExitCodes.Terminated));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>The exit code that a signal asks for, or null when none came.</summary>
    public int? ExitCode => exitCode == 0 ? null : exitCode;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        hangUp.Dispose();
        stop.Dispose();
    }

    private void Handle(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        exitCode = code;
        if (Interlocked.Increment(ref count) > 1)
            Environment.Exit(code);

        stop.Cancel();
    }
}
