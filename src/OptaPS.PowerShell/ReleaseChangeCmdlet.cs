using System.Management.Automation;
using OptaPS.PowerShell.Completion;
using OptaPS.PowerShell.Jobs;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets that change a Helm release and may take minutes.</summary>
public abstract class ReleaseChangeCmdlet : ReleaseCmdlet
{
    private readonly LongRun run = new();

    /// <summary><para type="description">Name of the release.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Release")]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string ReleaseName { get; set; } = "";

    /// <summary><para type="description">Run no hooks.</para></summary>
    [Parameter]
    public SwitchParameter NoHook { get; set; }

    /// <summary><para type="description">Also recover a revision that another tool left pending, once it is older than RecoverPendingAfter.</para></summary>
    [Parameter]
    public SwitchParameter RecoverPending { get; set; }

    /// <summary><para type="description">Age from which a pending revision of another tool counts as abandoned.</para></summary>
    [Parameter]
    public TimeSpan RecoverPendingAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary><para type="description">The longest time to wait for objects and for each hook.</para></summary>
    [Parameter]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary><para type="description">Run as a background job and return the job.</para></summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary><para type="description">The longest time that the command may take, in seconds.</para></summary>
    [Parameter]
    [ValidateRange(1, 604800)]
    public int? TimeoutSeconds { get; set; }

    /// <summary>The release, with its namespace when one was given.</summary>
    internal string Subject => ChosenNamespace() is { } space ? $"{space}/{ReleaseName}" : ReleaseName;

    internal override TimeSpan? TimeLimit => TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    internal override LongRun? Job => AsJob ? run : null;

    /// <inheritdoc/>
    protected override void EndProcessing() => run.Start(this);
}
