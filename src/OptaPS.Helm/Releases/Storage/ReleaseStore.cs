using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;

namespace OptaPS.Helm.Releases.Storage;

/// <summary>The records of releases in a cluster. Always asked afresh: what the cluster says is the only truth.</summary>
internal sealed class ReleaseStore(IKubernetesClient cluster, TimeProvider time)
{
    private static readonly GroupVersionKind SecretKind = new("", "v1", "Secret");
    private static readonly WriteOptions Writing = new() { FieldManager = "helm" };

    /// <summary>All revisions of a release, oldest first; a record that cannot be read is an error.</summary>
    public async Task<IReadOnlyList<StoredRelease>> HistoryAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        var found = new List<StoredRelease>();
        var query = new ListQuery(SecretKind, @namespace) { LabelSelector = $"owner=helm,name={name}" };
        await foreach (var secret in cluster.ListAsync(query, cancellationToken))
        {
            if (secret["type"]?.GetValue<string>() == ReleaseSecret.Type)
                found.Add(StoredRelease.Read(secret));
        }

        return [.. found.OrderBy(release => release.Record.Revision)];
    }

    /// <summary>The records of every release, in no order.</summary>
    public async IAsyncEnumerable<StoredRelease> ListAsync(
        string? @namespace,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Records are large: only the newest revision of each release is wanted, but only labels could tell, so pages are kept small.
        var query = new ListQuery(SecretKind, @namespace) { LabelSelector = "owner=helm", PageSize = 50 };
        await foreach (var secret in cluster.ListAsync(query, cancellationToken))
        {
            if (secret["type"]?.GetValue<string>() == ReleaseSecret.Type)
                yield return StoredRelease.Read(secret);
        }
    }

    /// <summary>One revision, or null.</summary>
    public async Task<StoredRelease?> GetAsync(string @namespace, string name, int revision, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(SecretKind, @namespace, ReleaseSecret.NameOf(name, revision));
        return await cluster.GetAsync(key, cancellationToken) is { } secret ? StoredRelease.Read(secret) : null;
    }

    /// <summary>Records a new revision; somebody else's record of the same revision is a <see cref="KubernetesFailure.AlreadyExists"/>.</summary>
    public async Task<StoredRelease> CreateAsync(ReleaseRecord record, IReadOnlyDictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        var secret = ReleaseSecret.Build(record, annotations, Stamp("createdAt"));
        return StoredRelease.Read(await cluster.CreateAsync(secret, Writing, cancellationToken));
    }

    /// <summary>Writes a revision again. A Secret that somebody changed since it was read is a <see cref="KubernetesFailure.Conflict"/>.</summary>
    public async Task<StoredRelease> UpdateAsync(StoredRelease release, CancellationToken cancellationToken)
    {
        var stamps = Stamp("modifiedAt");
        if (release.SecretLabels.TryGetValue("createdAt", out var created))
            stamps["createdAt"] = created;
        var secret = ReleaseSecret.Build(release.Record, release.Annotations, stamps);
        if (release.ResourceVersion is { } version)
            secret["metadata"]!["resourceVersion"] = version;
        return StoredRelease.Read(await cluster.UpdateAsync(secret, Writing, cancellationToken));
    }

    /// <summary>Renews the lease, and sets further annotations, without touching the record.</summary>
    /// <exception cref="KubernetesException">Conflict: somebody else took the revision over.</exception>
    public async Task<StoredRelease> RenewAsync(StoredRelease release, ReleaseLease lease, IReadOnlyDictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        var marks = new JsonObject { [ReleaseLease.Annotation] = lease.Write() };
        foreach (var (name, value) in annotations)
            marks[name] = value;
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = release.ResourceVersion,
                ["annotations"] = marks,
            },
        };
        var key = new ObjectKey(SecretKind, release.Record.Namespace, ReleaseSecret.NameOf(release.Record.Name, release.Record.Revision));
        return StoredRelease.Read(await cluster.PatchAsync(key, PatchKind.Merge, patch, Writing, cancellationToken));
    }

    /// <summary>Removes a revision's record.</summary>
    public Task<bool> DeleteAsync(ReleaseRecord record, CancellationToken cancellationToken) => cluster.DeleteAsync(
        new ObjectKey(SecretKind, record.Namespace, ReleaseSecret.NameOf(record.Name, record.Revision)), new DeleteOptions(), cancellationToken);

    private Dictionary<string, string> Stamp(string label) => new(StringComparer.Ordinal)
    {
        [label] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
    };
}
