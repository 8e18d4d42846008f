using System.Management.Automation;
using OptaPS.PowerShell.Pipeline;

namespace OptaPS.PowerShell.Jobs;

/// <summary>The streams of a job; its collections may be written to from any thread.</summary>
internal sealed class JobStreams(Job job) : IOperationStreams
{
    public void Error(ErrorRecord record) => job.Error.Add(record);

    public void Warning(string text) => job.Warning.Add(new WarningRecord(text));

    public void Verbose(string text) => job.Verbose.Add(new VerboseRecord(text));

    public void Debug(string text) => job.Debug.Add(new DebugRecord(text));

    public void Information(object data) => job.Information.Add(new InformationRecord(data, "OptaPS"));

    public void Progress(ProgressRecord record) => job.Progress.Add(record);

    // A job has no host of its own; what a build agent should see is on the other streams.
    public void HostLine(string line) => job.Information.Add(new InformationRecord(line, "OptaPS"));
}
