using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Comparing;

/// <summary>
/// Tells a change of a chart's output from its noise: charts that make certificates or passwords give something else at every rendering.
/// Objects that differ between two renderings of the same input are taken as recorded.
/// </summary>
internal static class StableContent
{
    /// <summary>Renders for the revision in force; the result is the recorded manifest itself when nothing but noise differs from it.</summary>
    public static async Task<ReleaseContent> RenderAsync(IReleaseSource source, ReleaseContext context, ReleaseRecord record, CancellationToken cancellationToken)
    {
        var content = await source.RenderAsync(context, cancellationToken);
        if (content.Manifest == record.Manifest && SameHooks(content, record.Hooks))
            return content;

        var again = await source.RenderAsync(context, cancellationToken);
        var noisyHooks = content.Hooks.Zip(again.Hooks).Where(pair => pair.First.Manifest != pair.Second.Manifest).Select(pair => pair.First.Path + pair.First.Name).ToHashSet(StringComparer.Ordinal);
        var hooks = content.Hooks.Select(hook => noisyHooks.Contains(hook.Path + hook.Name) ? record.Hooks.FirstOrDefault(old => old.Path == hook.Path && old.Name == hook.Name) ?? hook : hook).ToList();
        content = content with { Hooks = hooks };
        return SameObjects(content.Manifest, again.Manifest, record.Manifest) ? content with { Manifest = record.Manifest } : content;
    }

    /// <summary>True when hooks are those of the record; their last runs and the line ends around their texts, which Helm 4 keeps and Helm 3 cuts, do not matter.</summary>
    public static bool SameHooks(ReleaseContent content, IReadOnlyList<ReleaseHook> recorded) =>
        content.Hooks.Count == recorded.Count
        && content.Hooks.OrderBy(hook => hook.Path + hook.Name, StringComparer.Ordinal).Zip(recorded.OrderBy(hook => hook.Path + hook.Name, StringComparer.Ordinal)).All(pair =>
            SameText(pair.First.Manifest, pair.Second.Manifest) && pair.First.Weight == pair.Second.Weight && pair.First.Events.SequenceEqual(pair.Second.Events));

    private static bool SameText(string x, string y) => x.AsSpan().Trim('\n').SequenceEqual(y.AsSpan().Trim('\n'));

    private static bool SameObjects(string rendered, string again, string recorded)
    {
        var (now, other, old) = (Index(rendered), Index(again), Index(recorded));
        return now.Count == old.Count && now.All(entry =>
            old.TryGetValue(entry.Key, out var known)
            && (LiveComparison.Same(entry.Value.Document, known.Document)
                || (other.TryGetValue(entry.Key, out var second) && !LiveComparison.Same(entry.Value.Document, second.Document))));
    }

    private static Dictionary<(string, string, string?, string), ManifestObject> Index(string manifest)
    {
        var index = new Dictionary<(string, string, string?, string), ManifestObject>();
        foreach (var found in ManifestReader.Read(manifest))
            index[(found.Kind.ApiVersion, found.Kind.Kind, found.Document.GetNamespace(), found.Name)] = found;
        return index;
    }
}
