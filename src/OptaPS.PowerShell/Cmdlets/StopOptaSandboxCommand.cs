using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Stops a sandbox; its world stays on disk unless -RemoveData.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "OptaSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SandboxInfo))]
public sealed class StopOptaSandboxCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the sandbox. The one chosen by Start-OptaSandbox -Use when left out, else the one named default.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    public string? Name { get; set; }

    /// <summary><para type="description">Delete its world and the state made in it.</para></summary>
    [Parameter]
    public SwitchParameter RemoveData { get; set; }

    /// <summary><para type="description">Return the sandbox object.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var target = SandboxTarget(Name);
        if (!Ask(target.Sandbox!, RemoveData ? "Stop sandbox and delete its world" : "Stop sandbox"))
            return;

        if (Run(new StopSandboxRequest(target, RemoveData)) is not { } stopped)
            return;

        if (SessionState.PSVariable.GetValue(SandboxVariable) as string == target.Sandbox)
            SessionState.PSVariable.Remove($"global:{SandboxVariable}");

        if (PassThru)
            WriteObject(stopped);
    }
}
