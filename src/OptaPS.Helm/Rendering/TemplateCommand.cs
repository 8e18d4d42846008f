using System.Text;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Rendering;

/// <summary>Makes exactly the text that helm template prints.</summary>
public static partial class TemplateCommand
{
    /// <summary>Renders a chart to the standard output of helm template.</summary>
    /// <param name="options">The flags.</param>
    /// <param name="lookup">Answers lookup; null for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OptaException">OPTA5001 to OPTA5028, with Helm's own message.</exception>
    public static async Task<string> RunAsync(TemplateOptions options, ILookup? lookup = null, CancellationToken cancellationToken = default)
    {
        var capabilities = CapabilitiesOf(options);
        var post = options.PostRenderer.Length > 0 ? new ProgramPostRenderer(options.PostRenderer, options.PostRendererArguments) : null;
        var (name, path) = NameAndChart(options);
        var values = options.Values.BaseFolder.Length > 0 ? options.Values : options.Values with { BaseFolder = options.BaseFolder };
        var chart = await LoadAsync(path, options, () => ValuesBuilder.BuildAsync(values, cancellationToken), cancellationToken);
        CheckInstallable(chart.Chart);
        DependencyProcessor.CheckPresent(chart.Chart);
        CheckReleaseName(name);
        var release = await ChartRenderer.RenderAsync(
            chart.Chart,
            chart.Values,
            new ReleaseOptions { Name = name, Namespace = options.Namespace, IsUpgrade = options.IsUpgrade, IsInstall = !options.IsUpgrade },
            capabilities,
            new RenderOptions { IncludeCrds = options.IncludeCrds, SkipSchemaValidation = options.SkipSchemaValidation, SubchartNotes = options.SubchartNotes, PostRenderer = post },
            lookup,
            options.Limits,
            cancellationToken);
        var text = Print(release, options);
        return options.ShowOnly.Count == 0 ? text : Select(text, options.ShowOnly);
    }

    /// <summary>Refuses a name that no release can have.</summary>
    /// <exception cref="OptaException">OPTA5013.</exception>
    public static void CheckReleaseName(string name)
    {
        if (name.Length is 0 or > 53 || !ReleaseName().IsMatch(name))
        {
            throw HelmError.Of(
                HelmError.ReleaseName,
                $"release name {GoQuote.Quote(name)}: " + (name.Length == 0 ? "no name provided" : $"invalid release name, must match regex {ReleaseNamePattern} and the length must not be longer than 53"));
        }
    }

    /// <summary>Refuses a chart that is a library.</summary>
    /// <exception cref="OptaException">OPTA5007.</exception>
    public static void CheckInstallable(Chart chart)
    {
        if (chart.Metadata.Type is not ("" or "application"))
        {
            throw HelmError.Of(HelmError.NotInstallable, $"{chart.Metadata.Type} charts are not installable");
        }
    }

    private const string ReleaseNamePattern = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    private static Capabilities CapabilitiesOf(TemplateOptions options)
    {
        if (options.Capabilities is { } live)
        {
            return live;
        }
        var capabilities = Capabilities.Default;
        if (options.KubeVersion.Length > 0)
        {
            capabilities = capabilities with { KubeVersion = KubeVersion.Parse(options.KubeVersion) };
        }
        return options.ApiVersions.Count == 0 ? capabilities : capabilities with { ApiVersions = [.. capabilities.ApiVersions, .. options.ApiVersions] };
    }

    private static (string Name, string Chart) NameAndChart(TemplateOptions options)
    {
        var arguments = options.Arguments;
        switch (arguments.Count)
        {
            case 0:
                throw HelmError.Of(HelmError.Arguments, "\"helm template\" requires at least 1 argument");
            case > 2:
                throw HelmError.Of(HelmError.Arguments, "expected at most two arguments, unexpected arguments: " + string.Join(", ", arguments.Skip(2)));
            case 2:
                return options.NameTemplate.Length == 0 ? (arguments[0], arguments[1]) : throw HelmError.Of(HelmError.Arguments, "cannot set --name-template and also specify a name");
            default:
                return (options.NameTemplate.Length == 0 ? "release-name" : TemplatedName(options.NameTemplate), arguments[0]);
        }
    }

    private static string TemplatedName(string template)
    {
        try
        {
            var set = new TemplateSet("name-template");
            set.Add(Parser.Parse("name-template", template, FunctionTable.Helm.Functions));
            var budget = new RenderBudget(1_000_000, TimeSpan.FromSeconds(10), CancellationToken.None);
            return new RenderSession(set, FunctionTable.Helm, budget, TimeProvider.System, lookup: null).Execute("name-template", null);
        }
        catch (Exception e) when (e is TemplateParseException or TemplateExecException)
        {
            throw HelmError.Of(HelmError.Arguments, e.Message, e);
        }
    }

    private static async Task<(Chart Chart, ChartValues Values)> LoadAsync(string argument, TemplateOptions options, Func<Task<ChartValues>> values, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.BaseFolder, argument);
        if (argument.Length > 0 && (Directory.Exists(path) || File.Exists(path)))
        {
            var given = await values();
            if (File.Exists(path))
            {
                await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
                return (await ChartLoader.LoadAsync(stream, argument, cancellationToken), given);
            }
            return (await ChartLoader.LoadAsync(path, cancellationToken), given);
        }
        if (options.LoadRemote is null || argument.StartsWith('.') || Path.IsPathRooted(argument))
        {
            throw HelmError.Of(
                HelmError.ChartLoad,
                argument.StartsWith('.') || Path.IsPathRooted(argument) ? $"path {GoQuote.Quote(argument)} not found" : $"non-absolute URLs should be in form of repo_name/path_to_chart, got: {argument}");
        }
        var remote = await options.LoadRemote(argument, cancellationToken);
        return (remote, await values());
    }

    private static string Print(RenderedRelease release, TemplateOptions options)
    {
        var sb = new StringBuilder();
        sb.Append(GoStrings.TrimSpace(release.ManifestText)).Append('\n');
        if (!options.NoHooks)
        {
            foreach (var hook in release.Hooks)
            {
                if (!options.SkipTests || !hook.IsTest)
                {
                    sb.Append("---\n# Source: ").Append(hook.Source).Append('\n').Append(hook.Text).Append('\n');
                }
            }
        }
        return sb.ToString();
    }

    private static string Select(string text, IReadOnlyList<string> patterns)
    {
        var documents = ManifestSplitter.Split(text);
        var sb = new StringBuilder();
        foreach (var pattern in patterns)
        {
            var missing = true;
            foreach (var document in documents)
            {
                var match = Source().Match(document);
                if (match.Success && GoPath.Match(pattern, match.Groups[1].Value) == true)
                {
                    sb.Append("---\n").Append(document).Append('\n');
                    missing = false;
                }
            }
            if (missing)
            {
                throw HelmError.Of(HelmError.ShowOnly, $"could not find template {pattern} in chart");
            }
        }
        return sb.ToString();
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z")]
    private static partial Regex ReleaseName();

    [GeneratedRegex("# Source: [^/\\n]+/(.+)")]
    private static partial Regex Source();
}
