using System.Diagnostics;
using System.Management.Automation;
using OptaPS.Operations;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>Shows one parent progress record and a child for the step that spoke last, at most five times a second.</summary>
internal sealed class ProgressWriter(Cmdlet cmdlet)
{
    private const int ParentId = 1;
    private const int ChildId = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private long last;
    private bool shown;

    public void Show(StepEvent step)
    {
        if (shown && Stopwatch.GetElapsedTime(last) < Interval)
            return;

        last = Stopwatch.GetTimestamp();
        shown = true;
        var parent = new ProgressRecord(ParentId, "OptaPS", step.Total > 0 ? $"{step.Completed} of {step.Total}" : "Working")
        {
            PercentComplete = step.Total > 0 ? Math.Min(100, step.Completed * 100 / step.Total) : -1,
        };
        if (step.Remaining is { } remaining)
            parent.SecondsRemaining = (int)remaining.TotalSeconds;

        cmdlet.WriteProgress(parent);
        cmdlet.WriteProgress(new ProgressRecord(ChildId, $"{step.Action} {step.Address}", step.Message ?? step.Phase.ToString()) { ParentActivityId = ParentId });
    }

    public void Complete()
    {
        if (!shown)
            return;

        cmdlet.WriteProgress(new ProgressRecord(ChildId, "OptaPS", "Done") { ParentActivityId = ParentId, RecordType = ProgressRecordType.Completed });
        cmdlet.WriteProgress(new ProgressRecord(ParentId, "OptaPS", "Done") { RecordType = ProgressRecordType.Completed });
    }
}
