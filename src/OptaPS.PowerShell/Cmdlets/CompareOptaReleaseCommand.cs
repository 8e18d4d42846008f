using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Compares two revisions of a Helm release, one object for each Kubernetes object that differs; secrets are masked.</para>
/// </summary>
[Cmdlet(VerbsData.Compare, "OptaRelease")]
[OutputType(typeof(ReleaseChange))]
public sealed class CompareOptaReleaseCommand : ReleaseCmdlet
{
    /// <summary><para type="description">Name of the release.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Release")]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string ReleaseName { get; set; } = "";

    /// <summary><para type="description">The revision compared from; the one before -ToRevision when left out.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? FromRevision { get; set; }

    /// <summary><para type="description">The revision compared to; the newest when left out.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? ToRevision { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new CompareReleaseRequest(Target(), Cluster(), ChosenNamespace(), ReleaseName) { From = FromRevision ?? 0, To = ToRevision ?? 0 }) is { } changes)
            WriteObject(changes, enumerateCollection: true);
    }
}
