using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Apply;

/// <summary>Compares an intent with the cluster.</summary>
public static class LiveDiff
{
    /// <summary>
    /// What applying <paramref name="document"/> would change, field by field: nothing when the manager's owned fields have these values already
    /// (decided without a further call where possible), else by a server-side dry run.
    /// </summary>
    /// <param name="client">The cluster.</param>
    /// <param name="document">The complete intent.</param>
    /// <param name="options">Manager and force; always a dry run.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The changes; one with an empty path and no before-value when the object does not exist.</returns>
    public static async Task<IReadOnlyList<PropertyChange>> CompareAsync(IKubernetesClient client, JsonObject document, ApplyOptions options, CancellationToken cancellationToken)
    {
        var live = await client.GetAsync(ObjectKey.Of(document), cancellationToken);
        if (live is null)
            return [new("", null, document.DeepClone())];
        if (ManagedFields.OwnedBy(live, options.FieldManager) is { } owned && OwnedDiff.IsSame(document, live, owned))
            return [];
        return DocumentDiff.Compare(live, await client.ApplyAsync(document, options with { DryRun = true }, cancellationToken));
    }
}
