using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Makes a sandbox from a file that Export-OptaSandbox wrote. It is not started.</para>
/// </summary>
[Cmdlet(VerbsData.Import, "OptaSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SandboxInfo))]
public sealed class ImportOptaSandboxCommand : OptaCmdlet
{
    /// <summary><para type="description">The file to read.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary><para type="description">Name of the sandbox to make.</para></summary>
    [Parameter(Position = 1)]
    [ValidatePattern("^[a-z0-9][a-z0-9-]{0,30}$")]
    public string Name { get; set; } = "default";

    /// <summary><para type="description">Replace the world of a stopped sandbox of that name.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var path = FilePath(Path);
        if (Ask(Name, $"Import from {path}") && Run(new ImportSandboxRequest(Target() with { Sandbox = Name }, path, Force)) is { } made)
            WriteObject(made);
    }
}
