using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists the Helm releases of a cluster, in every state; with -Detail the contents of their records, too.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaRelease")]
[OutputType(typeof(ReleaseView))]
public sealed class GetOptaReleaseCommand : ReleaseCmdlet
{
    /// <summary><para type="description">Name of the release; wildcards are allowed. All when left out.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Release")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string ReleaseName { get; set; } = "*";

    /// <summary><para type="description">Read manifest, values, hooks and notes of each release.</para></summary>
    [Parameter]
    public SwitchParameter Detail { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new ListReleaseRequest(Target(), Cluster()) { Namespace = ChosenNamespace() }) is not { } found)
            return;

        if (ChosenNamespace() is null && Kubeconfig is null && KubeContext is null)
            ReleaseNames.Write(Target().Sandbox, Cluster().Environment, found);

        var pattern = new WildcardPattern(ReleaseName, WildcardOptions.IgnoreCase);
        foreach (var release in found.Where(r => pattern.IsMatch(r.ReleaseName)))
        {
            var shown = Detail ? Run(new GetReleaseRequest(Target(), Cluster(), release.Namespace, release.ReleaseName)) : release;
            if (shown is not null)
                WriteObject(shown);
        }
    }
}
