using System.Collections;
using System.Management.Automation;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Jobs;
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
    [ArgumentCompleter(typeof(SandboxCompleter))]
    public string? Sandbox { get; set; }

    /// <summary>
    /// <para type="description">Where states are kept: local, cloud (the usual bucket of the environment's cloud), s3://, gs://, azblob:// or kubernetes://. The variable OPTA_STATE when left out; remembered for each environment.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StatePlaceCompleter))]
    public string? State { get; set; }

    /// <summary>The longest time that an operation may take; null without a limit.</summary>
    internal virtual TimeSpan? TimeLimit => null;

    /// <summary>Where work for a job is collected; null when the command runs here.</summary>
    internal virtual LongRun? Job => null;

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
    internal OperationTarget Target() => new(LocalFolders.Home(), ChosenSandbox())
    {
        State = State,
        WorkingFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        EnvironmentVariables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal),
        Actor = $"{Environment.UserName}@{Environment.MachineName}",
        Interactive = Attendance.CanAnswer(Host),
    };

    /// <summary>The target of a command that works on a sandbox itself: the one named, else the one chosen, else the one named default.</summary>
    internal OperationTarget SandboxTarget(string? name = null)
    {
        var target = Target();
        return target with { Sandbox = name ?? target.Sandbox ?? "default" };
    }

    /// <summary>Runs an operation and returns its result; a failure becomes error records and null.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="confirm">Decides on the plan; null where the operation has none.</param>
    /// <param name="subject">What it works on; the target of error records that name no resource.</param>
    internal TResult? Run<TResult>(IOperationRequest<TResult> request, Func<PlanView, bool>? confirm = null, object? subject = null)
        where TResult : class => RunStreaming(_ => request, confirm, subject);

    /// <summary>Runs an operation that hands objects over as it finds them; they are written while it runs, and it waits when nobody takes them.</summary>
    /// <param name="make">Makes the request; its argument writes an object and may be called from any thread.</param>
    /// <param name="confirm">Decides on the plan; null where the operation has none.</param>
    /// <param name="subject">What it works on; the target of error records that name no resource.</param>
    internal TResult? RunStreaming<TResult>(Func<Action<object>, IOperationRequest<TResult>> make, Func<PlanView, bool>? confirm = null, object? subject = null)
        where TResult : class
    {
        subject ??= Subject();
        using var pump = new PipelinePump();
        var request = make(item => pump.Post(() => WriteObject(item)));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        if (TimeLimit is { } longest)
            limit.CancelAfter(longest);

        var streams = new CmdletStreams(pump, this);
        var progress = new ProgressBoard(streams, CallIds.Next(this), TimeProvider.System);
        var sink = new OperationSink(streams, progress, (plan, token) => confirm is null ? Task.FromResult(true) : pump.AskAsync(() => confirm(plan), token), subject, stop.Token)
        {
            IsRehearsal = Attendance.IsRehearsal(this),
            Judge = (plan, token) => pump.AskAsync(() => Judge(plan), token),
        };
        var call = new OperationCall(streams, progress, DebugWanted());
        try
        {
            return pump.Run(() => call.RunAsync(request, sink, subject, limit.Token), stop, SettleTime);
        }
        catch (OptaException e) when (!stop.IsCancellationRequested)
        {
            foreach (var diagnostic in e.Diagnostics)
                WriteError(ErrorRecords.From(diagnostic, subject));
            return null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            WriteError(ErrorRecords.From(FrontErrors.TimeOver(TimeLimit!.Value), subject));
            return null;
        }
        catch (Exception e) when (stop.IsCancellationRequested && e is OptaException or OperationCanceledException)
        {
            SayWhatIsOpen(sink, e as OptaException);
            throw new PipelineStoppedException();
        }
        catch (PipelineStoppedException)
        {
            SayWhatIsOpen(sink, failure: null);
            throw;
        }
    }

    /// <summary>Runs an operation without a plan, here or as a part of the job, and writes what <paramref name="output"/> makes of its result.</summary>
    internal void RunOrQueue<TResult>(IOperationRequest<TResult> request, string subject, Func<TResult, IEnumerable<object>> output)
        where TResult : class
    {
        if (Job is not null)
            AddToJob(request, subject, output);
        else if (Run(request, confirm: null, subject) is { } result)
            WriteObject(output(result), enumerateCollection: true);
    }

    /// <summary>Adds an operation to the job.</summary>
    internal void AddToJob<TResult>(IOperationRequest<TResult> request, string subject, Func<TResult, IEnumerable<object>> output) =>
        Job!.Add(JobPart.For(MyInvocation.Line?.Trim() ?? "", subject, TimeLimit, DebugWanted(), request, output));

    /// <summary>Paths of the file system that a path parameter names, wildcards expanded; an error is written when there is none.</summary>
    internal IReadOnlyList<string> FilePaths(string path)
    {
        try
        {
            return FileArguments.Existing(SessionState, path);
        }
        catch (OptaException e)
        {
            WriteError(ErrorRecords.From(e.Diagnostics[0], path));
            return [];
        }
    }

    /// <summary>The path of a file that need not exist yet; a path outside the file system ends the command.</summary>
    internal string FilePath(string path)
    {
        try
        {
            return FileArguments.Any(SessionState, path);
        }
        catch (OptaException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e.Diagnostics[0], path));
            throw;
        }
    }

    /// <summary>Asks as -WhatIf, -Confirm and the confirm preference say. Where nobody can answer, it fails instead of waiting.</summary>
    internal bool Ask(string target, string action)
    {
        if (Attendance.WouldAsk(this) && !Attendance.CanAnswer(Host))
            ThrowTerminatingError(ErrorRecords.From(FrontErrors.NobodyThere(action, target), target));

        return ShouldProcess(target, action);
    }

    /// <summary>What the cmdlet's own rules say about a plan. Runs on the pipeline thread.</summary>
    internal virtual IReadOnlyList<Diagnostic> Judge(PlanView plan) => [];

    /// <summary>True when requests are to be told on the debug stream.</summary>
    internal bool DebugWanted() => MyInvocation.BoundParameters.TryGetValue("Debug", out var given)
        ? given is SwitchParameter { IsPresent: true }
        : GetVariableValue("DebugPreference") is not (null or ActionPreference.SilentlyContinue or "SilentlyContinue" or ActionPreference.Ignore or "Ignore");

    // What the user named last in the usual order of narrowness.
    private object? Subject() => new[] { "ReleaseName", "ServiceName", "EnvironmentName", "Path", "Chart", "Name", "InputObject" }
        .Select(name => MyInvocation.BoundParameters.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);

    // The streams of a stopped pipeline take nothing any more; the host still does.
    private void SayWhatIsOpen(OperationSink sink, OptaException? failure)
    {
        foreach (var diagnostic in sink.LastWords.Concat(failure?.Diagnostics ?? []))
            Host?.UI?.WriteWarningLine(ErrorRecords.Text(diagnostic));
    }

    private string? ChosenSandbox() => Sandbox
        ?? ((SessionState.PSVariable.GetValue(SandboxVariable) as PSObject)?.BaseObject ?? SessionState.PSVariable.GetValue(SandboxVariable)) as string;
}
