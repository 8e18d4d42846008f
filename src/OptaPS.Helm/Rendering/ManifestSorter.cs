using System.Globalization;
using System.Text;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Functions;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Rendering;

/// <summary>Takes rendered files apart into documents and hooks and puts them in order.</summary>
internal static class ManifestSorter
{
    private static readonly HashSet<string> Events = new(StringComparer.Ordinal)
    {
        "pre-install", "post-install", "pre-delete", "post-delete", "pre-upgrade", "post-upgrade", "pre-rollback", "post-rollback", "test", "test-success",
    };

    public static SortedManifests Sort(Dictionary<string, string> files)
    {
        var manifests = new List<RenderedManifest>();
        var hooks = new List<RenderedHook>();
        foreach (var path in files.Keys.Order(GoText.ByteOrder))
        {
            if (GoPath.Base(path).StartsWith('_') || string.IsNullOrWhiteSpace(files[path]))
            {
                continue;
            }
            foreach (var document in ManifestSplitter.Split(files[path]))
            {
                Add(path, document, manifests, hooks);
            }
        }
        return new SortedManifests(
            [.. manifests.Order(Comparer<RenderedManifest>.Create((a, b) => KindOrder.Compare(a.Kind, b.Kind)))],
            [.. hooks.Order(Comparer<RenderedHook>.Create((a, b) => KindOrder.Compare(a.Kind, b.Kind)))]);
    }

    /// <summary>The text that a release stores.</summary>
    public static string Join(IEnumerable<ChartFile> crds, IEnumerable<RenderedManifest> manifests)
    {
        var sb = new StringBuilder();
        foreach (var crd in crds)
        {
            sb.Append("---\n# Source: ").Append(crd.Name).Append('\n').Append(crd.Text).Append('\n');
        }
        foreach (var manifest in manifests)
        {
            sb.Append("---\n# Source: ").Append(manifest.Source).Append('\n').Append(manifest.Text).Append('\n');
        }
        return sb.ToString();
    }

    /// <summary>The documents of a stored manifest text; their source is read from the comment.</summary>
    public static List<RenderedManifest> Read(string text)
    {
        var found = new List<RenderedManifest>();
        foreach (var document in ManifestSplitter.Split(text))
        {
            const string Mark = "# Source: ";
            var source = document.StartsWith(Mark, StringComparison.Ordinal) ? document[Mark.Length..].Split('\n', 2)[0].Trim() : "";
            var head = Head(source, document);
            found.Add(new RenderedManifest(source, head.ApiVersion, head.Kind, head.Name, document));
        }
        return found;
    }

    private static ManifestHead Head(string path, string document)
    {
        try
        {
            return ManifestHead.Read(document);
        }
        catch (YamlTextException e)
        {
            throw HelmError.Of(HelmError.ManifestParse, $"YAML parse error on {path}: {e.Message}", e);
        }
    }

    private static void Add(string path, string document, List<RenderedManifest> manifests, List<RenderedHook> hooks)
    {
        var head = Head(path, document);
        if (head.Annotation("helm.sh/hook") is not { } kinds)
        {
            manifests.Add(new RenderedManifest(path, head.ApiVersion, head.Kind, head.Name, document));
            return;
        }
        var events = kinds.Split(',').Select(e => e.Trim().ToLowerInvariant()).ToList();
        if (!events.TrueForAll(Events.Contains))
        {
            return;
        }
        hooks.Add(new RenderedHook(path, head.ApiVersion, head.Kind, head.Name, document)
        {
            Events = [.. events.Select(e => e == "test-success" ? "test" : e)],
            Weight = int.TryParse(head.Annotation("helm.sh/hook-weight"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight) ? weight : 0,
            DeletePolicies = Words(head.Annotation("helm.sh/hook-delete-policy")),
            OutputLogPolicies = Words(head.Annotation("helm.sh/hook-output-log-policy")),
        });
    }

    private static List<string> Words(string? text) => text is null ? [] : [.. text.Split(',').Select(w => w.Trim().ToLowerInvariant())];
}
