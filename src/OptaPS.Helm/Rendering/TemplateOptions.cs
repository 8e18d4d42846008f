namespace OptaPS.Helm.Rendering;

/// <summary>What helm template takes, with Helm's names of flags.</summary>
public sealed record TemplateOptions
{
    /// <summary>Release name and chart, or chart alone, as on the command line.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>--namespace.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>-f, --set and their kin.</summary>
    public ValuesOptions Values { get; init; } = new();

    /// <summary>--name-template.</summary>
    public string NameTemplate { get; init; } = "";

    /// <summary>--kube-version; empty for the default.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>--api-versions, added to the default ones.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>--include-crds.</summary>
    public bool IncludeCrds { get; init; }

    /// <summary>--no-hooks.</summary>
    public bool NoHooks { get; init; }

    /// <summary>--skip-tests.</summary>
    public bool SkipTests { get; init; }

    /// <summary>--is-upgrade.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>--show-only.</summary>
    public IReadOnlyList<string> ShowOnly { get; init; } = [];

    /// <summary>--render-subchart-notes; notes are not printed, but their errors count.</summary>
    public bool SubchartNotes { get; init; }

    /// <summary>--skip-schema-validation.</summary>
    public bool SkipSchemaValidation { get; init; }

    /// <summary>--post-renderer; empty for none.</summary>
    public string PostRenderer { get; init; } = "";

    /// <summary>--post-renderer-args.</summary>
    public IReadOnlyList<string> PostRendererArguments { get; init; } = [];

    /// <summary>What the cluster can do, when there is one (--validate); flags for versions are then not looked at.</summary>
    public Capabilities? Capabilities { get; init; }

    /// <summary>Loads the chart of an argument that is no local path; null when only local charts are meant.</summary>
    public Func<string, CancellationToken, Task<Chart>>? LoadRemote { get; init; }

    /// <summary>The folder that relative paths start from; empty for the current one.</summary>
    public string BaseFolder { get; init; } = "";

    /// <summary>Bounds of the rendering.</summary>
    public RenderLimits Limits { get; init; } = RenderLimits.Default;
}
