using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Comparing;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>
/// Tells whether an interrupted revision is what is asked for now. Then it is gone on with, under its own number: an operation that is interrupted again and again
/// makes no more revisions than one that is not.
/// </summary>
internal sealed class PendingResume(ReleaseCluster cluster)
{
    private const string RollbackWords = "Rollback to ";

    /// <summary>The interrupted revision that an install or upgrade goes on with, or null.</summary>
    public async Task<StoredRelease?> FindAsync(IReadOnlyList<StoredRelease> history, ReleaseRequest request, CancellationToken cancellationToken)
    {
        if (Dead(history, request.Options) is not { Record.Status: ReleaseStatus.PendingInstall or ReleaseStatus.PendingUpgrade } pending)
            return null;
        var record = pending.Record;
        var ground = new ReleaseBase([.. history.SkipLast(1)]);
        if (record.Status == ReleaseStatus.PendingUpgrade != ground.InForce is not null || record.Method != (ground.Method ?? request.NewReleaseMethod))
            return null;
        var context = new ReleaseContext(request.Namespace, request.Name, record.Revision, ground.InForce is not null, cluster.Client);
        var content = await StableContent.RenderAsync(request.Source, context, record, cancellationToken);
        return content.Manifest == record.Manifest && StableContent.SameHooks(content, record.Hooks) && IsSame(content.Chart, record.Document["chart"]) && IsSame(content.Config, record.Config)
            ? pending
            : null;
    }

    /// <summary>The interrupted revision that a rollback goes on with, or null.</summary>
    public StoredRelease? Find(IReadOnlyList<StoredRelease> history, RollbackRequest request) =>
        Dead(history, request.Options) is { Record.Status: ReleaseStatus.PendingRollback } pending && (request.Revision == 0 || pending.Record.Description == $"{RollbackWords}{request.Revision}")
            ? pending
            : null;

    // What another tool left has no lease; how far it came is unknown, so it is never gone on with.
    private StoredRelease? Dead(IReadOnlyList<StoredRelease> history, ReleaseOptions options) =>
        history.Count > 0 && history[^1] is { Lease: { } lease } last && last.Record.Status.IsPending() && (lease.Holder == options.Holder || lease.Expires <= cluster.Now) ? last : null;

    private static bool IsSame(JsonNode? x, JsonNode? y) => JsonNode.DeepEquals(Normal(x), Normal(y));

    // A record went through Go's way of writing: what is absent, null and empty there is the same.
    private static JsonNode? Normal(JsonNode? node) => node is null ? null : JsonNode.Parse(node.ToJsonString());
}
