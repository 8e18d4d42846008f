namespace OptaPS.Helm.Charts;

/// <summary>What Chart.yaml says.</summary>
public sealed record ChartMetadata
{
    /// <summary>Name of the chart.</summary>
    public string Name { get; init; } = "";

    /// <summary>Home page.</summary>
    public string Home { get; init; } = "";

    /// <summary>Where the sources are.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Semantic version of the chart.</summary>
    public string Version { get; init; } = "";

    /// <summary>One sentence about the chart.</summary>
    public string Description { get; init; } = "";

    /// <summary>Search words.</summary>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <summary>Who looks after the chart.</summary>
    public IReadOnlyList<ChartMaintainer>? Maintainers { get; init; }

    /// <summary>URL of an image.</summary>
    public string Icon { get; init; } = "";

    /// <summary>v1 or v2.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>A condition; used by Helm 2 only.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Tags; used by Helm 2 only.</summary>
    public string Tags { get; init; } = "";

    /// <summary>Version of the application in the chart.</summary>
    public string AppVersion { get; init; } = "";

    /// <summary>True when the chart should not be used any more.</summary>
    public bool Deprecated { get; init; }

    /// <summary>Further key and value pairs.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Range of Kubernetes versions.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>Charts that this chart needs; null when the file does not say.</summary>
    public IReadOnlyList<ChartDependency>? Dependencies { get; init; }

    /// <summary>application, library, or empty.</summary>
    public string Type { get; init; } = "";
}
