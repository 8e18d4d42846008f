using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Operations;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Crds;

/// <summary>Deletes the definitions of a chart's <c>crds/</c> folder when that was asked for, but none of which objects exist.</summary>
internal sealed class CrdRemoval(ReleaseCluster cluster)
{
    /// <summary>Deletes the definitions.</summary>
    /// <exception cref="OptaException">OPTA5543: custom resources are left; nothing was deleted.</exception>
    public async Task RemoveAsync(ReleaseRecord record, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var definitions = CrdStage.Read(Files(record)).Where(definition => definition.Text("kind") == "CustomResourceDefinition").ToList();
        var findings = new List<Diagnostic>();
        foreach (var kind in CrdStage.KindsOf(definitions).Keys.DistinctBy(kind => (kind.Group, kind.Kind)))
        {
            await foreach (var found in cluster.Client.ListAsync(new ListQuery(kind) { PageSize = 1 }, cancellationToken))
            {
                findings.Add(new Diagnostic("OPTA5543", Severity.Error, $"The definition of {kind.Kind}.{kind.Group} is not deleted: {ObjectKey.Of(found)} and perhaps others exist.")
                {
                    Resource = ObjectKey.Of(found).ToString(),
                    Remedy = "Delete the custom resources first, while their controller runs, or leave the definitions in the cluster.",
                });
                break;
            }
        }

        if (findings.Count > 0)
            throw new OptaException(findings);
        foreach (var definition in definitions)
        {
            if (await cluster.Client.DeleteAsync(ObjectKey.Of(definition), new DeleteOptions(), cancellationToken))
                progress?.Report($"CustomResourceDefinition {definition.GetName()} deleted");
        }

        cluster.Client.ForgetDiscovery();
    }

    private static IEnumerable<string> Files(ReleaseRecord record) => (record.Document["chart"]?["files"] as JsonArray)?.OfType<JsonObject>()
        .Where(file => file.Text("name")?.StartsWith("crds/", StringComparison.Ordinal) == true)
        .Select(file => Encoding.UTF8.GetString(Convert.FromBase64String(file.Text("data") ?? ""))) ?? [];
}
