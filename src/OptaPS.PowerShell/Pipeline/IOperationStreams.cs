using System.Management.Automation;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>The streams that a running operation writes to: those of a cmdlet or those of a job. Members are called from any thread.</summary>
internal interface IOperationStreams
{
    /// <summary>A failure of one item.</summary>
    void Error(ErrorRecord record);

    /// <summary>Something that the user may have to act on.</summary>
    void Warning(string text);

    /// <summary>A step or decision.</summary>
    void Verbose(string text);

    /// <summary>A call, without secrets.</summary>
    void Debug(string text);

    /// <summary>Something to know, as an object.</summary>
    void Information(object data);

    /// <summary>How far the work is.</summary>
    void Progress(ProgressRecord record);

    /// <summary>A line for the build agent that reads this session's host output.</summary>
    void HostLine(string line);
}
