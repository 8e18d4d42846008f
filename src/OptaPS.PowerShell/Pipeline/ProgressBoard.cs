using System.Management.Automation;
using OptaPS.Operations;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>
/// Shows a run as one progress record with a child for each step that runs, all of them at most five times a second. Members are called
/// from any thread.
/// </summary>
/// <param name="streams">Where records go.</param>
/// <param name="firstId">Identifier of the run's record; its children follow, so that several runs of one session do not meet.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressBoard(IOperationStreams streams, int firstId, TimeProvider time)
{
    /// <summary>Rows for steps; a step that finds none is counted but not shown.</summary>
    private const int Rows = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly Lock gate = new();
    private readonly string?[] rows = new string?[Rows];
    private readonly StepEvent?[] changed = new StepEvent?[Rows];
    private readonly HashSet<int> shown = [];
    private readonly long started = time.GetTimestamp();
    private StepEvent? latest;
    private long last;

    /// <summary>Takes an event into account and shows the board when its time has come.</summary>
    public void Show(StepEvent step)
    {
        lock (gate)
        {
            latest = step.Total >= (latest?.Total ?? 0) ? step : latest;
            Place(step);
            if (last != 0 && time.GetElapsedTime(last) < Interval)
                return;

            last = time.GetTimestamp();
            Write();
        }
    }

    /// <summary>Takes every record away that was shown.</summary>
    public void Complete()
    {
        lock (gate)
        {
            foreach (var id in shown.OrderDescending())
            {
                var record = new ProgressRecord(id, "OptaPS", "Done") { RecordType = ProgressRecordType.Completed };
                if (id != firstId)
                    record.ParentActivityId = firstId;
                streams.Progress(record);
            }

            shown.Clear();
        }
    }

    private void Place(StepEvent step)
    {
        var row = Array.IndexOf(rows, step.Address);
        var ended = step.Phase is StepPhase.Done or StepPhase.Failed or StepPhase.Skipped;
        if (row < 0 && !ended)
            row = Array.IndexOf(rows, null);
        if (row < 0)
            return;

        rows[row] = ended ? null : step.Address;
        changed[row] = step;
    }

    private void Write()
    {
        var run = latest!;
        var parent = new ProgressRecord(firstId, "OptaPS", run.Total > 0 ? $"{run.Completed} of {run.Total}" : "Working")
        {
            PercentComplete = run.Total > 0 ? Math.Min(100, run.Completed * 100 / run.Total) : -1,
            SecondsRemaining = Remaining(run) is { } left ? (int)left.TotalSeconds : -1,
        };
        Send(parent);
        for (var row = 0; row < Rows; row++)
        {
            if (changed[row] is not { } step)
                continue;

            changed[row] = null;
            var id = firstId + 1 + row;
            var ended = rows[row] is null;
            if (ended && !shown.Contains(id))
                continue;

            Send(new ProgressRecord(id, $"{step.Action} {step.Address}", step.Message ?? step.Phase.ToString())
            {
                ParentActivityId = firstId,
                RecordType = ended ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
            if (ended)
                shown.Remove(id);
        }
    }

    private void Send(ProgressRecord record)
    {
        shown.Add(record.ActivityId);
        streams.Progress(record);
    }

    // The engine's own estimate, else what the steps so far took on average.
    private TimeSpan? Remaining(StepEvent run)
    {
        if (run.Remaining is { } estimate)
            return estimate;
        return run.Completed >= 3 && run.Total > 0 ? time.GetElapsedTime(started) / run.Completed * (run.Total - run.Completed) : null;
    }
}
