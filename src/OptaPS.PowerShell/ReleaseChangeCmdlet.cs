using System.Management.Automation;
using OptaPS.PowerShell.Jobs;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets that change a Helm release and may take minutes.</summary>
public abstract class ReleaseChangeCmdlet : ReleaseCmdlet
{
    private readonly LongRun run = new();

    /// <summary><para type="description">Run as a background job and return the job.</para></summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary><para type="description">The longest time that the command may take, in seconds.</para></summary>
    [Parameter]
    [ValidateRange(1, 604800)]
    public int? TimeoutSeconds { get; set; }

    internal override TimeSpan? TimeLimit => TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    internal override LongRun? Job => AsJob ? run : null;

    /// <inheritdoc/>
    protected override void EndProcessing() => run.Start(this);
}
