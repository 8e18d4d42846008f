using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Renders a Helm chart without a cluster, as helm template does.</para>
/// </summary>
[Cmdlet(VerbsData.Expand, "OptaChart")]
[OutputType(typeof(ChartDocument), typeof(string))]
public sealed class ExpandOptaChartCommand : OptaCmdlet
{
    /// <summary><para type="description">The chart: a folder, a .tgz file, an oci:// address, or a name in -Repository.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "Path")]
    public string Chart { get; set; } = "";

    /// <summary><para type="description">Name of the release.</para></summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string ReleaseName { get; set; } = "release-name";

    /// <summary><para type="description">Namespace of the release.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Namespace { get; set; } = "default";

    /// <summary><para type="description">Values files; later ones win.</para></summary>
    [Parameter]
    public string[] ValuesFile { get; set; } = [];

    /// <summary><para type="description">Values as key=value, with Helm's rules for types.</para></summary>
    [Parameter]
    public string[] Set { get; set; } = [];

    /// <summary><para type="description">Texts as key=value.</para></summary>
    [Parameter]
    public string[] SetString { get; set; } = [];

    /// <summary><para type="description">JSON values as key=json, or an object.</para></summary>
    [Parameter]
    public string[] SetJson { get; set; } = [];

    /// <summary><para type="description">Address of the chart's repository.</para></summary>
    [Parameter]
    public string Repository { get; set; } = "";

    /// <summary><para type="description">Version, or range of versions; the newest stable one when left out.</para></summary>
    [Parameter]
    public string Version { get; set; } = "";

    /// <summary><para type="description">Kubernetes version that templates see.</para></summary>
    [Parameter]
    public string KubeVersion { get; set; } = "";

    /// <summary><para type="description">API versions that templates see in addition to the usual ones.</para></summary>
    [Parameter]
    public string[] ApiVersion { get; set; } = [];

    /// <summary><para type="description">Only these template files.</para></summary>
    [Parameter]
    public string[] ShowOnly { get; set; } = [];

    /// <summary><para type="description">Include the custom resource definitions of crds/.</para></summary>
    [Parameter]
    public SwitchParameter IncludeCrd { get; set; }

    /// <summary><para type="description">Leave hooks out.</para></summary>
    [Parameter]
    public SwitchParameter NoHook { get; set; }

    /// <summary><para type="description">Leave test hooks out.</para></summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    /// <summary><para type="description">Render as for an upgrade.</para></summary>
    [Parameter]
    public SwitchParameter IsUpgrade { get; set; }

    /// <summary><para type="description">Return the exact text that helm template prints, as one string, instead of one object for each document.</para></summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = new ExpandChartRequest(Target(), [ReleaseName, ChartPath()])
        {
            Namespace = Namespace,
            Values = new ChartValuesInput { Files = [.. ValuesFile.Select(file => FilePath(file))], Set = Set, SetString = SetString, SetJson = SetJson },
            Source = new ChartSource { Repository = Repository, Version = Version },
            KubeVersion = KubeVersion,
            ApiVersions = ApiVersion,
            ShowOnly = ShowOnly,
            IncludeCrds = IncludeCrd,
            NoHooks = NoHook,
            SkipTests = SkipTest,
            IsUpgrade = IsUpgrade,
            WithDocuments = !AsText,
        };
        if (Run(request) is not { } expanded)
            return;

        if (AsText)
            WriteObject(expanded.Text);
        else
            WriteObject(expanded.Documents, enumerateCollection: true);
    }

    // What exists as a path of the file system is one; everything else is for a repository or registry.
    private string ChartPath()
    {
        if (Repository.Length > 0 || Chart.Contains("://", StringComparison.Ordinal))
            return Chart;
        var path = FilePath(Chart);
        return Directory.Exists(path) || File.Exists(path) ? path : Chart;
    }
}
