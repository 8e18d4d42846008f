using OptaPS.Cli.Commands;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;

using var signals = new StopSignals();
var front = new Front(Console.Out, Console.Error, signals.Token);
var exit = await FlagCommands.TryRunAsync(args, front) ?? await OptaCommandLine.RunAsync(front, args);
return signals.ExitCode ?? exit;
