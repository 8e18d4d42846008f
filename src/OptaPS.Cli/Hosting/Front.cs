using System.Collections;
using OptaPS.Cli.Output;
using OptaPS.Diagnostics;
using OptaPS.Operations;

namespace OptaPS.Cli.Hosting;

/// <summary>Runs operations for commands: builds the target from options, shows events, turns failures into exit codes.</summary>
internal sealed class Front(TextWriter output, TextWriter error, CancellationToken stop)
{
    /// <summary>Where results go.</summary>
    public TextWriter Output => output;

    /// <summary>Where messages, progress and errors go.</summary>
    public TextWriter Error => error;

    /// <summary>Cancelled by Ctrl+C.</summary>
    public CancellationToken Stop => stop;

    /// <summary>The target that options and environment choose.</summary>
    public static OperationTarget Target(string? sandbox)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
        var home = variables.GetValueOrDefault("OPTA_HOME") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".opta");
        return new OperationTarget(home, sandbox)
        {
            WorkingFolder = Directory.GetCurrentDirectory(),
            EnvironmentVariables = variables,
            Actor = $"{Environment.UserName}@{Environment.MachineName}",
            Interactive = !Console.IsInputRedirected,
        };
    }

    /// <summary>Runs one operation; <paramref name="show"/> prints the result and returns the exit code.</summary>
    public async Task<int> RunAsync<TResult>(
        IOperationRequest<TResult> request,
        OutputFormat format,
        bool autoApprove,
        Func<TResult, ResultWriter, int> show)
    {
        var sink = new ConsoleSink(error, format, autoApprove);
        var writer = new ResultWriter(output, format);
        try
        {
            await using var runner = new OperationRunner();
            return show(await runner.RunAsync(request, sink, stop), writer);
        }
        catch (OptaException e)
        {
            return Fail(e.Diagnostics, format);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("Stopped. State is durable; run the same command again to go on.");
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>Shows diagnostics and returns the exit code that they mean.</summary>
    public int Fail(IReadOnlyList<Diagnostic> diagnostics, OutputFormat format)
    {
        new DiagnosticWriter(error, format).Write(diagnostics);
        return ExitCodeOf(diagnostics);
    }

    /// <summary>The exit code that findings mean: done without errors, bad input when an error is about a file or the command line, else failed.</summary>
    public static int ExitCodeOf(IReadOnlyList<Diagnostic> diagnostics) =>
        diagnostics.All(d => d.Severity != Severity.Error) ? ExitCodes.Done
            : diagnostics.Any(IsBadInput) ? ExitCodes.BadInput
            : ExitCodes.Failed;

    private static bool IsBadInput(Diagnostic d) => d.Severity == Severity.Error
        && (d.Location is not null || d.Category is DiagnosticCategory.InvalidArgument or DiagnosticCategory.ParserError);
}
