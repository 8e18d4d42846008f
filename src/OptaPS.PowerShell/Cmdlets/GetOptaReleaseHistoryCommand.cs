using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists the revisions of a Helm release, oldest first.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaReleaseHistory")]
[OutputType(typeof(ReleaseRevision))]
public sealed class GetOptaReleaseHistoryCommand : ReleaseCmdlet
{
    /// <summary><para type="description">Name of the release.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Release")]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string ReleaseName { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new GetReleaseHistoryRequest(Target(), Cluster(), ChosenNamespace(), ReleaseName)) is { } found)
            WriteObject(found, enumerateCollection: true);
    }
}
