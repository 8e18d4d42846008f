using System.Management.Automation;

namespace OptaPS.PowerShell.Jobs;

/// <summary>The job that -AsJob returns: one child for each input, which has the streams.</summary>
public sealed class OptaJob : GracefulJob
{
    private readonly JobPart[] parts;
    private readonly Lock gate = new();
    private int running;

    internal OptaJob(string command, JobPart[] parts)
        : base(command, "OptaPS")
    {
        this.parts = parts;
        Name = $"Opta{Id}";
        foreach (var part in parts)
            ChildJobs.Add(part);
    }

    /// <inheritdoc/>
    public override bool HasMoreData => ChildJobs.Any(child => child.HasMoreData);

    internal override void Begin()
    {
        running = parts.Length;
        PSBeginTime = DateTime.Now;
        SetJobState(JobState.Running);
        foreach (var part in parts)
        {
            part.StateChanged += PartChanged;
            part.Begin();
        }
    }

    /// <inheritdoc/>
    public override void StopJob()
    {
        RequestStop();
        foreach (var part in parts)
            part.WaitForEnd();
    }

    internal override void RequestStop()
    {
        foreach (var part in parts)
            part.RequestStop();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var part in parts)
                part.Dispose();
        }

        base.Dispose(disposing);
    }

    private void PartChanged(object? sender, JobStateEventArgs e)
    {
        if (e.JobStateInfo.State is not (JobState.Completed or JobState.Failed or JobState.Stopped))
            return;

        lock (gate)
        {
            if (--running > 0)
                return;
        }

        PSEndTime = DateTime.Now;
        var states = parts.Select(part => part.JobStateInfo.State).ToList();
        SetJobState(states.Contains(JobState.Failed) ? JobState.Failed : states.Contains(JobState.Stopped) ? JobState.Stopped : JobState.Completed);
    }
}
