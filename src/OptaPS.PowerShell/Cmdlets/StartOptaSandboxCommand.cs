using System.Management.Automation;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Loading;
using OptaPS.PowerShell.Pipeline;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Starts a sandbox: emulated clouds, clusters and chart repositories on this machine.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "OptaSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SandboxInfo))]
public sealed class StartOptaSandboxCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the sandbox.</para></summary>
    [Parameter(Position = 0)]
    [ValidatePattern("^[a-z0-9][a-z0-9-]{0,30}$")]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    public string Name { get; set; } = "default";

    /// <summary><para type="description">Use it for all commands of this session from now on.</para></summary>
    [Parameter]
    public SwitchParameter Use { get; set; }

    /// <summary><para type="description">Let it live on when this session ends.</para></summary>
    [Parameter]
    public SwitchParameter Keep { get; set; }

    /// <summary><para type="description">Make a cluster in it that stands for this machine's own.</para></summary>
    [Parameter]
    public SwitchParameter LocalCluster { get; set; }

    /// <summary><para type="description">How many times faster than real time long operations run.</para></summary>
    [Parameter]
    [ValidateRange(1, 100000)]
    public double TimeScale { get; set; } = 60;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Ask(Name, "Start sandbox"))
            return;

        if (EngineLoader.Program() is not { } program)
        {
            ThrowTerminatingError(ErrorRecords.From(FrontErrors.NoSandboxProgram(), Name));
            return;
        }

        var request = new StartSandboxRequest(Target() with { Sandbox = Name }, [.. program, "sandbox", "serve"]) { TimeScale = TimeScale, Keep = Keep, LocalCluster = LocalCluster };
        if (Run(request) is not { } started)
            return;

        if (Use)
            SessionState.PSVariable.Set($"global:{SandboxVariable}", Name);

        WriteObject(started);
    }
}
