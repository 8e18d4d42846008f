using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases.Storage;

/// <summary>What a new revision builds on: the revision in force, and what later failed attempts may have left.</summary>
internal sealed class ReleaseBase
{
    private readonly IReadOnlyList<StoredRelease> history;

    public ReleaseBase(IReadOnlyList<StoredRelease> history)
    {
        this.history = history;
        Last = history.Count == 0 ? null : history[^1];
        InForce = history.LastOrDefault(release => release.Record.Status == ReleaseStatus.Deployed)
            ?? history.LastOrDefault(release => release.Record.Status == ReleaseStatus.Superseded);
        if (history.Any(release => release.Record.Status == ReleaseStatus.Uninstalled) && Last!.Record.Status == ReleaseStatus.Uninstalled)
            InForce = null;
    }

    /// <summary>The newest revision, or null.</summary>
    public StoredRelease? Last { get; }

    /// <summary>The revision that is in force; null before the first success and after an uninstall.</summary>
    public StoredRelease? InForce { get; }

    /// <summary>The next revision's number.</summary>
    public int NextRevision => (Last?.Record.Revision ?? 0) + 1;

    /// <summary>The method that the release is bound to, or null for a new one.</summary>
    public ApplyMethod? Method => InForce?.Record.Method ?? Last?.Record.Method;

    /// <summary>Objects that only attempts which never came into force had: that they are the release's is to be seen on them.</summary>
    public IReadOnlySet<ObjectIdentity> Attempted(ResourceMap map)
    {
        var inForce = map.PlaceStored(ManifestReader.Read(InForce?.Record.Manifest ?? "")).Select(target => target.Id).ToHashSet();
        return Originals(map).Keys.Where(id => !inForce.Contains(id)).ToHashSet();
    }

    /// <summary>Objects that may be in the cluster by this release: those in force, then those of later attempts.</summary>
    public IReadOnlyDictionary<ObjectIdentity, TargetObject> Originals(ResourceMap map)
    {
        var originals = new Dictionary<ObjectIdentity, TargetObject>();
        var revisions = history.Where(release => release == InForce
            || (release.Record.Revision > (InForce?.Record.Revision ?? 0) && release.Record.Status is not (ReleaseStatus.Uninstalled or ReleaseStatus.Superseded)));
        foreach (var release in revisions)
        {
            foreach (var target in map.PlaceStored(ManifestReader.Read(release.Record.Manifest)))
                originals.TryAdd(target.Id, target);
        }

        return originals;
    }
}
