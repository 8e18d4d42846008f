using System.Collections;
using System.Text.Json;
using OptaPS.Agents;
using OptaPS.Cli.Output;
using OptaPS.Diagnostics;
using OptaPS.Operations;
using OptaPS.Requests;

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
        var writer = new ResultWriter(output, format);
        // Logging commands go where messages go, so that results can be redirected; the agent reads both.
        var agent = AgentSession.Begin(
            // Findings in files are annotated by the command that lists them.
            AgentSettings.Read(request.Target.EnvironmentVariables.GetValueOrDefault) with { Issues = request is not TestEnvironmentRequest },
            $"opta {request.GetType().Name.Replace("Request", "", StringComparison.Ordinal)}",
            new ConsoleSink(error, format, autoApprove),
            error.WriteLine);
        object? result = null;
        try
        {
            await using var notice = stop.Register(() => Say(format, "stopping", "Stopping: what is under way is brought to a durable point, nothing new is started. A second signal ends the program at once."));
            await using var runner = new OperationRunner();
            var answer = await runner.RunAsync(request, agent, stop);
            result = answer;
            return show(answer, writer);
        }
        catch (OptaException e)
        {
            agent.Fail(e.Diagnostics);
            return Fail(e.Diagnostics, format);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Say(format, "stopped", "Stopped. State is durable; run the same command again to go on.");
            return ExitCodes.Interrupted;
        }
        finally
        {
            agent.End(result);
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

    private void Say(OutputFormat format, string what, string message) =>
        error.WriteLine(format == OutputFormat.Json ? JsonSerializer.Serialize(new { @event = what, message }, OptaJson.Line) : message);

    private static bool IsBadInput(Diagnostic d) => d.Severity == Severity.Error
        && (d.Location is not null || d.Category is DiagnosticCategory.InvalidArgument or DiagnosticCategory.ParserError);
}
