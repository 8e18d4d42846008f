using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Removes a Helm release with its objects, and waits until these are gone.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Uninstall, "OptaRelease", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RemovedRelease))]
public sealed class UninstallOptaReleaseCommand : ReleaseChangeCmdlet
{
    /// <summary><para type="description">Name of the release.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Release")]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string ReleaseName { get; set; } = "";

    /// <summary><para type="description">Keep the records, marked uninstalled.</para></summary>
    [Parameter]
    public SwitchParameter KeepHistory { get; set; }

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
        if (!Ask($"{(ChosenNamespace() is { } space ? space + "/" : "")}{ReleaseName}", "Uninstall release"))
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
