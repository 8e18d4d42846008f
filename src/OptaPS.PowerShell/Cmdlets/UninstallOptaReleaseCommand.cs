using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Removes a Helm release with its objects, and waits until these are gone.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Uninstall, "OptaRelease", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RemovedRelease))]
public sealed class UninstallOptaReleaseCommand : ReleaseChangeCmdlet
{
    /// <summary><para type="description">Keep the records, marked uninstalled.</para></summary>
    [Parameter]
    public SwitchParameter KeepHistory { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Ask(Subject, "Uninstall release"))
            return;

        var request = new UninstallReleaseRequest(Target(), Cluster(), ChosenNamespace(), ReleaseName)
        {
            KeepHistory = KeepHistory,
            NoHooks = NoHook,
            Timeout = Timeout,
            RecoverPending = RecoverPending,
            RecoverPendingAfter = RecoverPendingAfter,
        };
        RunOrQueue(request, ReleaseName, removed => [removed]);
    }
}
