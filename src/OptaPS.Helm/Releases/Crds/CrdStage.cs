using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Operations;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Crds;

/// <summary>The custom resource definitions of a chart, a stage of their own: applied server-side, upgraded too, waited for; never deleted on the side.</summary>
internal sealed class CrdStage(ReleaseCluster cluster, TimeSpan timeout, IProgress<string>? progress)
{
    private static readonly ApplyOptions Applying = new() { FieldManager = "helm", Force = true, FieldValidation = "Warn" };

    /// <summary>The definitions in texts of <c>crds/</c> files.</summary>
    public static IReadOnlyList<JsonObject> Read(IEnumerable<string> texts) =>
        [.. texts.SelectMany(ManifestReader.Read).Select(found => found.Document)];

    /// <summary>Kinds that definitions bring, with whether they have namespaces.</summary>
    public static IReadOnlyDictionary<GroupVersionKind, bool> KindsOf(IEnumerable<JsonObject> definitions)
    {
        var kinds = new Dictionary<GroupVersionKind, bool>();
        foreach (var definition in definitions.Where(definition => definition.Text("kind") == "CustomResourceDefinition"))
        {
            var spec = definition["spec"];
            foreach (var version in (spec?["versions"] as JsonArray)?.OfType<JsonObject>() ?? [])
                kinds[new GroupVersionKind(spec.TextAt("group") ?? "", version.Text("name") ?? "", spec.TextAt("names", "kind") ?? "")] = spec.TextAt("scope") != "Cluster";
        }

        return kinds;
    }

    /// <summary>The definitions that differ from the cluster's, with the live ones.</summary>
    public async Task<IReadOnlyList<(JsonObject Wanted, JsonObject? Live)>> CompareAsync(IReadOnlyList<JsonObject> definitions, CancellationToken cancellationToken)
    {
        var different = new List<(JsonObject, JsonObject?)>();
        foreach (var definition in definitions)
        {
            var live = await cluster.Client.GetAsync(ObjectKey.Of(definition), cancellationToken);
            if (live is null || !LiveComparison.Covers(definition, live))
                different.Add((definition, live));
        }

        return different;
    }

    /// <summary>Brings the definitions into the cluster and waits until they are served. True when something was changed.</summary>
    /// <exception cref="OptaException">OPTA5541: objects are stored in a version that the new definition drops; OPTA5542: not established in time.</exception>
    public async Task<bool> ApplyAsync(IReadOnlyList<JsonObject> definitions, CancellationToken cancellationToken)
    {
        var different = await CompareAsync(definitions, cancellationToken);
        Check(different);

        var changed = false;
        var applied = new List<ObjectKey>();
        foreach (var (wanted, live) in different)
        {
            progress?.Report($"Applying {wanted.Text("kind")} {wanted.GetName()}");
            var after = await cluster.Client.ApplyAsync(wanted, Applying, cancellationToken);
            changed |= live is null || !LiveComparison.Same(ObjectNoise.Remove(live), ObjectNoise.Remove(after));
            if (wanted.Text("kind") == "CustomResourceDefinition")
                applied.Add(ObjectKey.Of(wanted));
        }

        foreach (var key in applied)
            await WaitAsync(key, cancellationToken);
        if (applied.Count > 0)
            cluster.Client.ForgetDiscovery();
        return changed;
    }

    /// <summary>Refuses definitions that drop a version in which objects are stored.</summary>
    public static void Check(IEnumerable<(JsonObject Wanted, JsonObject? Live)> different)
    {
        var findings = new List<Diagnostic>();
        foreach (var (wanted, live) in different)
        {
            var stored = (live?["status"]?["storedVersions"] as JsonArray)?.Select(version => version!.GetValue<string>()) ?? [];
            var offered = (wanted["spec"]?["versions"] as JsonArray)?.OfType<JsonObject>().Select(version => version.Text("name")).ToHashSet() ?? [];
            var dropped = stored.Where(version => !offered.Contains(version)).ToList();
            if (dropped.Count == 0)
                continue;
            findings.Add(new Diagnostic("OPTA5541", Severity.Error, $"The new definition of {wanted.GetName()} drops version {string.Join(", ", dropped)}, in which objects are stored.")
            {
                Resource = $"CustomResourceDefinition {wanted.GetName()}",
                Evidence = [$"Stored versions: {string.Join(", ", stored)}. Versions of the chart: {string.Join(", ", offered)}."],
                Remedy = "Upgrade step by step through the chart versions that have both, or migrate the stored objects and remove the version from status.storedVersions.",
            });
        }

        if (findings.Count > 0)
            throw new OptaException(findings);
    }

    private async Task WaitAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var start = cluster.Now;
        while (true)
        {
            var live = await cluster.Client.GetAsync(key, cancellationToken);
            var conditions = (live?["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
            if (conditions.Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True"))
                return;
            var refused = conditions.FirstOrDefault(condition => condition.Text("type") == "NamesAccepted" && condition.Text("status") == "False");
            if (refused is not null || cluster.Now - start > timeout)
            {
                throw new OptaException(new Diagnostic("OPTA5542", Severity.Error, $"The definition {key.Name} was not established.")
                {
                    Resource = key.ToString(),
                    Evidence = [.. conditions.Select(condition => $"{condition.Text("type")} {condition.Text("status")}: {condition.Text("message")}")],
                    Remedy = refused is null ? "Look at the API server's health, then run the command again." : "Another definition uses the same names; remove one of them.",
                    Category = refused is null ? DiagnosticCategory.OperationTimeout : DiagnosticCategory.ResourceExists,
                });
            }

            await cluster.DelayAsync(ReleaseCluster.Pause(cluster.Now - start), cancellationToken);
        }
    }
}
