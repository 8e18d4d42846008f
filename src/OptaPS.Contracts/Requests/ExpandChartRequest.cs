using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Renders a chart exactly as <c>helm template</c> does.</summary>
/// <param name="Target">Where remote charts and clusters are looked for.</param>
/// <param name="Arguments">Release name and chart, or the chart alone.</param>
public sealed record ExpandChartRequest(OperationTarget Target, IReadOnlyList<string> Arguments) : IOperationRequest<ExpandedChart>
{
    /// <summary>Namespace of the release; null for <c>default</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>The values.</summary>
    public ChartValuesInput Values { get; init; } = new();

    /// <summary>Where a chart that is no local path comes from.</summary>
    public ChartSource Source { get; init; } = new();

    /// <summary>Template of the release's name, or empty.</summary>
    public string NameTemplate { get; init; } = "";

    /// <summary>True for <c>--generate-name</c>, which excludes a given name.</summary>
    public bool GenerateName { get; init; }

    /// <summary>Kubernetes version that templates see, or empty for the default.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>API versions added to the default ones.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>Puts the files of <c>crds/</c> before the manifests.</summary>
    public bool IncludeCrds { get; init; }

    /// <summary>Leaves hooks out.</summary>
    public bool NoHooks { get; init; }

    /// <summary>Leaves test hooks out.</summary>
    public bool SkipTests { get; init; }

    /// <summary>Renders as for an upgrade.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>Only manifests of these template files.</summary>
    public IReadOnlyList<string> ShowOnly { get; init; } = [];

    /// <summary>Renders notes of subcharts too; only their errors are seen.</summary>
    public bool SubchartNotes { get; init; }

    /// <summary>Does not look at <c>values.schema.json</c>.</summary>
    public bool SkipSchemaValidation { get; init; }

    /// <summary>A program that changes the manifests, or empty.</summary>
    public string PostRenderer { get; init; } = "";

    /// <summary>Arguments of the post-renderer.</summary>
    public IReadOnlyList<string> PostRendererArguments { get; init; } = [];

    /// <summary>Fetches missing dependencies into the chart's folder first.</summary>
    public bool DependencyUpdate { get; init; }

    /// <summary>Takes capabilities from the cluster and checks that it serves every kind.</summary>
    public bool Validate { get; init; }

    /// <summary>Lets <c>lookup</c> read the cluster (<c>--dry-run=server</c>).</summary>
    public bool Lookup { get; init; }

    /// <summary>Also takes the text apart into documents.</summary>
    public bool WithDocuments { get; init; }

    /// <summary>The cluster for <see cref="Validate"/> and <see cref="Lookup"/>.</summary>
    public ClusterChoice Cluster { get; init; } = new();
}
