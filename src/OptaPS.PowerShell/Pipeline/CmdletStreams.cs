using System.Management.Automation;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>The streams of a cmdlet; every write is carried to the pipeline thread.</summary>
internal sealed class CmdletStreams(PipelinePump pump, PSCmdlet cmdlet) : IOperationStreams
{
    public void Error(ErrorRecord record) => pump.Post(() => cmdlet.WriteError(record));

    public void Warning(string text) => pump.Post(() => cmdlet.WriteWarning(text));

    public void Verbose(string text) => pump.Post(() => cmdlet.WriteVerbose(text));

    public void Debug(string text) => pump.Post(() => cmdlet.WriteDebug(text));

    public void Information(object data) => pump.Post(() => cmdlet.WriteInformation(data, ["OptaPS"]));

    public void Progress(ProgressRecord record) => pump.Post(() => cmdlet.WriteProgress(record));

    public void HostLine(string line) => pump.Post(() => cmdlet.Host?.UI?.WriteLine(line));
}
