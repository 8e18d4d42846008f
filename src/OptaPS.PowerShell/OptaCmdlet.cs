using System.Collections;
using System.Management.Automation;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;
using OptaPS.PowerShell.Loading;
using OptaPS.PowerShell.Pipeline;

namespace OptaPS.PowerShell;

/// <summary>
/// Base of all cmdlets: finds the target, runs one operation on a worker while its events are written on the pipeline thread, turns a
/// stop into cancellation and diagnostics into error records.
/// </summary>
public abstract class OptaCmdlet : PSCmdlet, IDisposable
{
    /// <summary>Name of the session variable that holds the sandbox chosen by Start-OptaSandbox -Use.</summary>
    internal const string SandboxVariable = "OptaSandbox";

    /// <summary>How long a stopped operation may take to reach a durable point.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stop = new();

    /// <summary>
    /// <para type="description">Name of the sandbox to work against. Without it the sandbox chosen by Start-OptaSandbox -Use is taken, else the real cloud.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Sandbox { get; set; }

    /// <summary>Ends waiting work; safe to call twice.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels what still runs.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        stop.Cancel();
        stop.Dispose();
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => stop.Cancel();

    /// <summary>The target that parameters and session choose.</summary>
    internal OperationTarget Target() => new(HomeFolder(), ChosenSandbox())
    {
        WorkingFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        EnvironmentVariables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal),
        Actor = $"{Environment.UserName}@{Environment.MachineName}",
    };

    /// <summary>Runs an operation and returns its result; a failure becomes error records and null.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="confirm">Decides on the plan; null where the operation has none.</param>
    internal TResult? Run<TResult>(IOperationRequest<TResult> request, Func<PlanView, bool>? confirm = null)
        where TResult : class
    {
        using var pump = new PipelinePump();
        var sink = new CmdletSink(pump, this, confirm ?? (_ => true));
        try
        {
            return pump.Run(
                async () =>
                {
                    await using var runner = EngineLoader.CreateRunner();
                    return await runner.RunAsync(request, sink, stop.Token).ConfigureAwait(false);
                },
                stop,
                SettleTime);
        }
        catch (OptaException e)
        {
            foreach (var diagnostic in e.Diagnostics)
                WriteError(ErrorRecords.From(diagnostic, this));
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            if (!stop.IsCancellationRequested)
                sink.Complete();
        }
    }

    /// <summary>Paths of the file system that a path parameter names, wildcards expanded; errors are written per path.</summary>
    internal IEnumerable<string> FilePaths(string path)
    {
        System.Collections.ObjectModel.Collection<string> resolved;
        try
        {
            resolved = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            WriteError(ErrorRecords.From(
                new Diagnostic("OPTA7001", Severity.Error, $"There is no file '{path}'.")
                {
                    Category = DiagnosticCategory.ObjectNotFound,
                    Remedy = "Give the path of an environment or service file.",
                },
                path));
            yield break;
        }

        foreach (var one in resolved)
            yield return one;
    }

    private static string HomeFolder() => Environment.GetEnvironmentVariable("OPTA_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".opta");

    private string? ChosenSandbox() => Sandbox
        ?? ((SessionState.PSVariable.GetValue(SandboxVariable) as PSObject)?.BaseObject ?? SessionState.PSVariable.GetValue(SandboxVariable)) as string;
}
