using OptaPS.Cli.Commands;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;

// A sandbox in the background is in the same process group as the shell that started it: a Ctrl+C there is not for it.
using var signals = SandboxCommand.IsBackground(args) ? null : new StopSignals();
var front = new Front(Console.Out, Console.Error, signals?.Token ?? CancellationToken.None);
try
{
    var exit = await FlagCommands.TryRunAsync(args, front) ?? await OptaCommandLine.RunAsync(front, args);
    return signals?.ExitCode ?? exit;
}
catch (Exception e) when (!front.Stop.IsCancellationRequested)
{
    return front.Fail([UnexpectedFault.Of(e)], OutputFormat.Table);
}
