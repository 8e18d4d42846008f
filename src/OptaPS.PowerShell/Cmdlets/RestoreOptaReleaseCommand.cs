using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Puts an earlier revision of a Helm release in force again, as a new revision.</para>
/// </summary>
[Cmdlet(VerbsData.Restore, "OptaRelease", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ReleaseView))]
public sealed class RestoreOptaReleaseCommand : ReleaseChangeCmdlet
{
    /// <summary><para type="description">Name of the release.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Release")]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string ReleaseName { get; set; } = "";

    /// <summary><para type="description">The revision to go back to; the one before the newest when left out.</para></summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, int.MaxValue)]
    public int? Revision { get; set; }

    /// <summary><para type="description">Wait until all objects are ready.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var wanted = Revision is { } number ? $"revision {number}" : "the previous revision";
        if (!Ask($"{(ChosenNamespace() is { } space ? space + "/" : "")}{ReleaseName}", $"Go back to {wanted}"))
            return;

        var request = new RestoreReleaseRequest(Target(), Cluster(), ChosenNamespace(), ReleaseName)
        {
            Revision = Revision ?? 0,
            Wait = Wait,
            NoHooks = NoHook,
            Timeout = Timeout,
            RecoverPending = RecoverPending,
            RecoverPendingAfter = RecoverPendingAfter,
        };
        RunOrQueue(request, ReleaseName, release => [release]);
    }
}
