using System.Management.Automation;
using OptaPS.Diagnostics;
using OptaPS.Operations;
using OptaPS.PowerShell.Pipeline;

namespace OptaPS.PowerShell.Jobs;

/// <summary>One operation of a job, with its streams.</summary>
public sealed class JobPart : GracefulJob
{
    private readonly Func<JobPart, OperationCall, IOperationSink, CancellationToken, Task> work;
    private readonly CancellationTokenSource stop = new();
    private readonly TimeSpan? timeLimit;
    private readonly string subject;
    private readonly bool debug;
    private Task? running;

    private JobPart(string command, string subject, TimeSpan? timeLimit, bool debug, Func<JobPart, OperationCall, IOperationSink, CancellationToken, Task> work)
        : base(command, subject)
    {
        this.subject = subject;
        this.timeLimit = timeLimit;
        this.debug = debug;
        this.work = work;
    }

    /// <inheritdoc/>
    public override bool HasMoreData => Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Progress.Count + Information.Count > 0;

    /// <summary>The part that runs a request and writes what <paramref name="output"/> makes of its result.</summary>
    internal static JobPart For<TResult>(string command, string subject, TimeSpan? timeLimit, bool debug, IOperationRequest<TResult> request, Func<TResult, IEnumerable<object>> output) =>
        new(command, subject, timeLimit, debug, async (part, call, sink, token) =>
        {
            foreach (var item in output(await call.RunAsync(request, sink, subject, token).ConfigureAwait(false)))
                part.Output.Add(PSObject.AsPSObject(item));
        });

    internal override void Begin()
    {
        PSBeginTime = DateTime.Now;
        SetJobState(JobState.Running);
        running = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public override void StopJob()
    {
        RequestStop();
        WaitForEnd();
    }

    /// <summary>Blocks until the operation has reached its end or a durable point.</summary>
    internal void WaitForEnd()
    {
        if (running is not null)
            ((IAsyncResult)running).AsyncWaitHandle.WaitOne();
    }

    internal override void RequestStop() => stop.Cancel();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stop.Cancel();
            // Receive-Job -AutoRemoveJob disposes while it is being told of the end, on the thread that would be waited for.
            if (JobStateInfo.State == JobState.Running)
                WaitForEnd();
            stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task RunAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        if (timeLimit is { } longest)
            limit.CancelAfter(longest);

        var streams = new JobStreams(this);
        var progress = new ProgressBoard(streams, CallIds.Next(this), TimeProvider.System);
        // Questions were asked before the job started.
        var sink = new OperationSink(streams, progress, (_, _) => Task.FromResult(true), subject, CancellationToken.None);
        try
        {
            await work(this, new OperationCall(streams, progress, debug), sink, limit.Token).ConfigureAwait(false);
            End(JobState.Completed);
        }
        catch (OptaException e)
        {
            foreach (var diagnostic in e.Diagnostics)
                Error.Add(ErrorRecords.From(diagnostic, subject));
            End(stop.IsCancellationRequested ? JobState.Stopped : JobState.Failed);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            End(JobState.Stopped);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Error.Add(ErrorRecords.From(FrontErrors.TimeOver(timeLimit!.Value), subject));
            End(JobState.Failed);
        }
        catch (Exception e)
        {
            Error.Add(new ErrorRecord(e, "OptaJobFailed", ErrorCategory.NotSpecified, subject));
            End(JobState.Failed);
        }
    }

    private void End(JobState state)
    {
        PSEndTime = DateTime.Now;
        SetJobState(state);
    }
}
