using System.Text.RegularExpressions;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Tools;

/// <summary>Checks a chart: its metadata, values, schema, templates and dependencies.</summary>
public static partial class ChartLinter
{
    /// <summary>All findings as severity (ERROR, WARNING, INFO), file and message.</summary>
    /// <param name="path">The chart's folder or archive.</param>
    /// <param name="options">Values, namespace and version to render with; its arguments are not looked at.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<(string Severity, string Path, string Message)>> LintAsync(string path, TemplateOptions options, CancellationToken cancellationToken)
    {
        var findings = new List<(string, string, string)>();
        if (await MetadataAsync(path, findings, cancellationToken) is { } metadata)
        {
            Rules(metadata, findings);
        }
        Chart chart;
        try
        {
            chart = await ChartLoader.LoadAsync(path, cancellationToken);
        }
        catch (OptaException e)
        {
            findings.Add(("ERROR", "", e.Diagnostics[0].Message));
            return findings;
        }
        if (!chart.Raw.Any(file => file.Name == "values.yaml"))
        {
            findings.Add(("INFO", "values.yaml", "file does not exist"));
        }
        if (chart.Templates.Count == 0)
        {
            findings.Add(("WARNING", "templates/", "directory does not exist"));
        }
        Dependencies(chart, findings);
        await TemplatesAsync(chart, options, findings, cancellationToken);
        return findings;
    }

    private static async Task<GoMap?> MetadataAsync(string path, List<(string, string, string)> findings, CancellationToken cancellationToken)
    {
        var file = Path.Combine(path, "Chart.yaml");
        if (!File.Exists(file))
        {
            return null;
        }
        try
        {
            return YamlReader.ReadMap(GoText.FromBytes(await File.ReadAllBytesAsync(file, cancellationToken)));
        }
        catch (YamlTextException e)
        {
            findings.Add(("ERROR", "Chart.yaml", "unable to parse YAML\n\t" + e.Message));
            return null;
        }
    }

    private static void Rules(GoMap metadata, List<(string, string, string)> findings)
    {
        void Error(bool broken, string message)
        {
            if (broken)
            {
                findings.Add(("ERROR", "Chart.yaml", message));
            }
        }
        string Text(string name) => metadata[name] as string ?? "";
        var api = Text("apiVersion");
        Error(Text("name").Length == 0, "name is required");
        Error(api.Length == 0, "apiVersion is required. The value must be either \"v1\" or \"v2\"");
        Error(api.Length > 0 && api is not ("v1" or "v2"), $"apiVersion '{api}' is not valid. The value must be either \"v1\" or \"v2\"");
        Error(metadata["version"] is not (null or string), "version should be of type string");
        Error(metadata["version"] is null or "", "version is required");
        Error(metadata["version"] is string { Length: > 0 } version && !SemverVersion.TryParse(version, out _), $"version '{Text("version")}' is not a valid SemVer");
        Error(metadata["appVersion"] is not (null or string), "appVersion should be of type string");
        Error(api != "v2" && Text("type").Length > 0, $"chart type is not valid in apiVersion '{api}'. It is valid in apiVersion 'v2'");
        Error(api != "v2" && metadata.ContainsKey("dependencies"), $"dependencies are not valid in the Chart file with apiVersion '{api}'. They are valid in apiVersion 'v2'");
        foreach (var maintainer in (metadata["maintainers"] as GoList)?.Items.OfType<GoMap>() ?? [])
        {
            Error(maintainer["name"] is not string { Length: > 0 }, "each maintainer requires a name");
        }
        foreach (var source in (metadata["sources"] as GoList)?.Items.OfType<string>() ?? [])
        {
            Error(!Uri.TryCreate(source, UriKind.Absolute, out _), $"invalid source URL '{source}'");
        }
        Error(Text("icon").Length > 0 && !Uri.TryCreate(Text("icon"), UriKind.Absolute, out _), $"invalid icon URL '{Text("icon")}'");
        if (Text("icon").Length == 0)
        {
            findings.Add(("INFO", "Chart.yaml", "icon is recommended"));
        }
    }

    private static void Dependencies(Chart chart, List<(string, string, string)> findings)
    {
        var declared = (chart.Metadata.Dependencies ?? []).Select(d => d.Name).ToList();
        var there = chart.Dependencies.Select(d => d.Name).ToList();
        var missing = declared.Where(name => !there.Contains(name, StringComparer.Ordinal)).ToList();
        var unknown = there.Where(name => !declared.Contains(name, StringComparer.Ordinal)).ToList();
        if (missing.Count > 0)
        {
            findings.Add(("WARNING", "", "chart directory is missing these dependencies: " + string.Join(',', missing)));
        }
        if (unknown.Count > 0)
        {
            findings.Add(("WARNING", "", "chart metadata is missing these dependencies: " + string.Join(',', unknown)));
        }
    }

    private static async Task TemplatesAsync(Chart chart, TemplateOptions options, List<(string, string, string)> findings, CancellationToken cancellationToken)
    {
        var capabilities = options.KubeVersion.Length > 0 ? Capabilities.Default with { KubeVersion = KubeVersion.Parse(options.KubeVersion) } : Capabilities.Default;
        var values = await ValuesBuilder.BuildAsync(options.Values, cancellationToken);
        RenderedRelease release;
        try
        {
            var rendering = new RenderOptions { SkipSchemaValidation = options.SkipSchemaValidation };
            release = await ChartRenderer.RenderAsync(chart, values, new ReleaseOptions { Name = "test-release", Namespace = options.Namespace }, capabilities, rendering, cancellationToken: cancellationToken);
        }
        catch (OptaException e)
        {
            findings.Add(("ERROR", e.Diagnostics[0].Code == HelmError.Schema ? "values.yaml" : "templates/", e.Diagnostics[0].Message));
            return;
        }
        foreach (var manifest in release.Manifests)
        {
            try
            {
                _ = ManifestYaml.Parse(manifest.Text, manifest.Source);
            }
            catch (OptaException e)
            {
                findings.Add(("ERROR", manifest.Source, "unable to parse YAML: " + e.Diagnostics[0].Cause));
            }
            if (manifest.Name.Length > 0 && !ObjectName().IsMatch(manifest.Name) && !manifest.ApiVersion.StartsWith("rbac.authorization.k8s.io/", StringComparison.Ordinal))
            {
                findings.Add(("WARNING", manifest.Source, $"object name does not conform to Kubernetes naming requirements: \"{manifest.Name}\""));
            }
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z")]
    private static partial Regex ObjectName();
}
