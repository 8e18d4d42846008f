using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
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

    /// <summary><para type="description">Name of the sandbox. The one chosen by Start-OptaSandbox -Use when left out, else the one named default.</para></summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    public string? Name { get; set; }

    /// <summary><para type="description">Replace a file that exists.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var path = FilePath(Path);
        var target = SandboxTarget(Name);
        if (Ask(target.Sandbox!, $"Export to {path}") && Run(new ExportSandboxRequest(target, path, Force)) is { } archive)
            WriteObject(archive);
    }
}
