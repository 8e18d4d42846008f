using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Writes a sandbox's whole world, and the state made in it, into one file.</para>
/// <para type="description">A running sandbox goes on meanwhile. The file holds the world's made-up private keys and is readable by its owner only.</para>
/// </summary>
[Cmdlet(VerbsData.Export, "OptaSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SandboxArchive))]
public sealed class ExportOptaSandboxCommand : OptaCmdlet
{
    /// <summary><para type="description">The file to write.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary><para type="description">Name of the sandbox.</para></summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "default";

    /// <summary><para type="description">Replace a file that exists.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        if (ShouldProcess(Name, $"Export to {path}") && Run(new ExportSandboxRequest(Target() with { Sandbox = Name }, path, Force)) is { } archive)
            WriteObject(archive);
    }
}
