using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Puts an earlier revision of a Helm release in force again, as a new revision.</para>
/// </summary>
[Cmdlet(VerbsData.Restore, "OptaRelease", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ReleaseView))]
public sealed class RestoreOptaReleaseCommand : ReleaseChangeCmdlet
{
    /// <summary><para type="description">The revision to go back to; the one before the newest when left out.</para></summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, int.MaxValue)]
    public int? Revision { get; set; }

    /// <summary><para type="description">Wait until all objects are ready.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var wanted = Revision is { } number ? $"revision {number}" : "the previous revision";
        if (!Ask(Subject, $"Go back to {wanted}"))
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
