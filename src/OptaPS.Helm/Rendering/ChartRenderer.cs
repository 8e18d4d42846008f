using OptaPS.Helm.Charts;
using OptaPS.Helm.Functions;
using OptaPS.Helm.Schema;
using OptaPS.Helm.Templates;

namespace OptaPS.Helm.Rendering;

/// <summary>Renders charts, without a cluster unless a lookup is given.</summary>
public static class ChartRenderer
{
    /// <summary>Renders a chart as an install or upgrade would.</summary>
    /// <param name="chart">The chart; not changed, and safe to render from many threads.</param>
    /// <param name="values">Values over the chart's own.</param>
    /// <param name="release">What .Release shows.</param>
    /// <param name="capabilities">What .Capabilities shows.</param>
    /// <param name="lookup">Answers lookup; null for a rendering without a cluster, where lookup finds nothing.</param>
    /// <param name="limits">Bounds of time and text.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <exception cref="OptaException">OPTA5006 to OPTA5027, with Helm's own message.</exception>
    public static Task<RenderedRelease> RenderAsync(Chart chart, ChartValues values, ReleaseOptions release, Capabilities capabilities, ILookup? lookup = null, RenderLimits? limits = null, CancellationToken cancellationToken = default) =>
        RenderAsync(chart, values, release, capabilities, RenderOptions.Default, lookup, limits, cancellationToken);

    /// <summary>Renders a chart with further choices.</summary>
    /// <exception cref="OptaException">OPTA5006 to OPTA5027, with Helm's own message.</exception>
    public static async Task<RenderedRelease> RenderAsync(Chart chart, ChartValues values, ReleaseOptions release, Capabilities capabilities, RenderOptions options, ILookup? lookup = null, RenderLimits? limits = null, CancellationToken cancellationToken = default)
    {
        limits ??= RenderLimits.Default;
        var result = await RenderThread.RunAsync(
            calls => Render(chart, values, release, capabilities, options, calls, limits, cancellationToken),
            lookup,
            limits,
            cancellationToken);
        if (options.PostRenderer is null)
        {
            return result;
        }
        var text = await options.PostRenderer.RunAsync(result.ManifestText, cancellationToken);
        return result with { ManifestText = text, Manifests = ManifestSorter.Read(text) };
    }

    /// <summary>Renders on the calling thread, whose stack bounds how deep templates can call each other.</summary>
    internal static RenderedRelease Render(Chart chart, ChartValues values, ReleaseOptions release, Capabilities capabilities, RenderLimits limits) =>
        Render(chart, values, release, capabilities, RenderOptions.Default, OutsideCalls.None, limits, CancellationToken.None);

    /// <summary>The text of each template file, before it is taken apart into documents.</summary>
    internal static Task<Dictionary<string, string>> RenderFilesAsync(Chart chart, ChartValues values, ReleaseOptions release, Capabilities capabilities, RenderOptions options, RenderLimits limits, CancellationToken cancellationToken) =>
        RenderThread.RunAsync(
            calls => RenderFiles(ChartNode.Tree(chart), values, release, capabilities, options, calls, limits, cancellationToken).Files,
            lookup: null,
            limits,
            cancellationToken);

    private static RenderedRelease Render(Chart chart, ChartValues values, ReleaseOptions release, Capabilities capabilities, RenderOptions options, OutsideCalls calls, RenderLimits limits, CancellationToken cancellationToken)
    {
        var node = ChartNode.Tree(chart);
        var (files, shown) = RenderFiles(node, values, release, capabilities, options, calls, limits, cancellationToken);
        var notes = TakeNotes(files, node.Name, options.SubchartNotes);
        var sorted = ManifestSorter.Sort(files);
        var crds = new List<ChartFile>();
        CollectCrds(node, crds);
        return new RenderedRelease
        {
            Manifests = sorted.Manifests,
            Hooks = sorted.Hooks,
            Notes = notes,
            Crds = crds,
            ManifestText = ManifestSorter.Join(options.IncludeCrds ? crds : [], sorted.Manifests),
            CoalescedValues = shown,
        };
    }

    private static (Dictionary<string, string> Files, ChartValues Values) RenderFiles(ChartNode node, ChartValues values, ReleaseOptions release, Capabilities capabilities, RenderOptions options, OutsideCalls calls, RenderLimits limits, CancellationToken cancellationToken)
    {
        var chart = node.Chart;
        DependencyProcessor.Process(node, values.Map);
        var coalesced = Coalescer.Coalesce(node, values.Map);
        if (options.IsLint)
        {
            // helm lint coalesces what is coalesced already, by which keys go that are null everywhere.
            coalesced = Coalescer.Coalesce(node, coalesced);
        }
        if (!options.SkipSchemaValidation)
        {
            ValuesSchema.Check(node, coalesced, calls.Schema);
        }
        var range = chart.Metadata.KubeVersion;
        if (range.Length > 0 && !options.IsLint && !SemverConstraint.IsCompatible(range, capabilities.KubeVersion.Version))
        {
            throw HelmError.Of(HelmError.KubeVersion, $"chart requires kubeVersion: {range} which is incompatible with Kubernetes {capabilities.KubeVersion.Version}");
        }
        var budget = new RenderBudget(limits.MaximumCharacters, limits.MaximumTime, cancellationToken);
        var shown = new ChartValues(DeepCopy.Of(coalesced));
        var files = new TemplateEngine(chart, budget, options, calls.Lookup).Render(node, coalesced, Release(release), CapabilitiesValue.Of(capabilities));
        return (files, shown);
    }

    private static GoMap Release(ReleaseOptions release)
    {
        var map = new GoMap();
        map["Name"] = release.Name;
        map["Namespace"] = release.Namespace;
        map["IsUpgrade"] = release.IsUpgrade;
        map["IsInstall"] = release.IsInstall;
        map["Revision"] = GoInt.Box(release.Revision);
        map["Service"] = "Helm";
        return map;
    }

    private static string TakeNotes(Dictionary<string, string> files, string chart, bool all)
    {
        var notes = "";
        foreach (var name in files.Keys.Where(k => k.EndsWith("NOTES.txt", StringComparison.Ordinal)).Order(GoText.ByteOrder).ToList())
        {
            if (all || name == chart + "/templates/NOTES.txt")
            {
                notes += (notes.Length > 0 ? "\n" : "") + files[name];
            }
            files.Remove(name);
        }
        return notes;
    }

    private static void CollectCrds(ChartNode chart, List<ChartFile> found)
    {
        foreach (var file in chart.Chart.Files)
        {
            if (file.Name.StartsWith("crds/", StringComparison.Ordinal) && GoPath.Extension(file.Name) is ".yaml" or ".yml" or ".json")
            {
                found.Add(file with { Name = GoPath.Join([chart.FullPath, file.Name]) });
            }
        }
        foreach (var child in chart.Dependencies)
        {
            CollectCrds(child, found);
        }
    }
}
