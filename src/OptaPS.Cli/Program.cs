using System.CommandLine;
using OptaPS.Cli.Commands;
using OptaPS.Cli.Hosting;

using var signals = new StopSignals();
var root = OptaCommandLine.Create(new Front(Console.Out, Console.Error, signals.Token));
var parsed = root.Parse(args);
var exit = await parsed.InvokeAsync(
    new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
    signals.Token);
return signals.ExitCode ?? (parsed.Errors.Count > 0 ? ExitCodes.BadInput : exit);
