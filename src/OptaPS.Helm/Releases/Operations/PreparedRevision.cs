using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Storage;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>A revision that is ready to be recorded and applied.</summary>
/// <param name="Operation"><c>install</c>, <c>upgrade</c> or <c>rollback</c>; names its hooks.</param>
/// <param name="Record">Its record, pending.</param>
/// <param name="Targets">Its objects.</param>
/// <param name="Originals">The objects in force.</param>
/// <param name="Map">What the cluster serves.</param>
/// <param name="Previous">The revision in force, 0 for none.</param>
/// <param name="Options">How the operation behaves.</param>
internal sealed record PreparedRevision(
    string Operation,
    ReleaseRecord Record,
    IReadOnlyList<TargetObject> Targets,
    IReadOnlyDictionary<ObjectIdentity, TargetObject> Originals,
    ResourceMap Map,
    int Previous,
    ReleaseOptions Options)
{
    /// <summary>Those of the originals that only attempts which never came into force had.</summary>
    public IReadOnlySet<ObjectIdentity> Attempted { get; init; } = new HashSet<ObjectIdentity>();

    /// <summary>The interrupted revision that is gone on with, or null for a new one.</summary>
    public StoredRelease? Resumed { get; init; }

    /// <summary>The caller's idempotency token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>Digest of the chart, or null.</summary>
    public string? ChartDigest { get; init; }
}
