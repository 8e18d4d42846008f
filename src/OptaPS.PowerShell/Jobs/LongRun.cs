using System.Management.Automation;

namespace OptaPS.PowerShell.Jobs;

/// <summary>Collects what a cmdlet called with -AsJob is to do, one part for each input, and starts the job at the end of the input.</summary>
internal sealed class LongRun
{
    private readonly List<JobPart> parts = [];

    /// <summary>Adds the work of one input object.</summary>
    public void Add(JobPart part) => parts.Add(part);

    /// <summary>Starts the job and writes it, when there is something to do.</summary>
    public void Start(PSCmdlet cmdlet)
    {
        if (parts.Count == 0)
            return;

        var job = new OptaJob(cmdlet.MyInvocation.Line?.Trim() ?? cmdlet.MyInvocation.MyCommand.Name, [.. parts]);
        parts.Clear();
        cmdlet.JobRepository.Add(job);
        job.Begin();
        cmdlet.WriteObject(job);
    }
}
