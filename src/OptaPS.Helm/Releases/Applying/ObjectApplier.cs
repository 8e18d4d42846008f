using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>Writes objects of a release as manager <c>helm</c>, by the release's method; an object that is as wanted causes no request that changes anything.</summary>
internal sealed class ObjectApplier(IKubernetesClient cluster, OwnershipStamp stamp, ApplyMethod method, bool forceConflicts)
{
    public const string Manager = "helm";
    private const string Replicas = ".spec.replicas";

    /// <summary>True when an interrupted run may have written objects already: the server is asked what a write would change, and nothing is sent when that is nothing.</summary>
    public bool AsksFirst { get; init; }

    /// <summary>Objects that only failed attempts had: what they set counts as the release's when the live object is the release's.</summary>
    public IReadOnlySet<ObjectIdentity> Attempted { get; init; } = new HashSet<ObjectIdentity>();

    /// <summary>Objects whose autoscaler goes with this release: their number of replicas is the release's again.</summary>
    public IReadOnlySet<ObjectIdentity> NoLongerScaled { get; init; } = new HashSet<ObjectIdentity>();

    /// <summary>Objects that autoscalers of this release scale.</summary>
    public IReadOnlySet<ObjectIdentity> Scaled { get; init; } = new HashSet<ObjectIdentity>();

    /// <summary>Creates or changes one object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="original">The object in the manifest that is in force, or null when it is new to the release.</param>
    /// <param name="dryRun">True to ask the server what would happen.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptaException">OPTA5521: another manager owns fields that the release never set.</exception>
    public async Task<ApplyOutcome> ApplyAsync(TargetObject target, JsonObject? original, bool dryRun, CancellationToken cancellationToken)
    {
        var stamped = stamp.Apply(target.Document);
        for (var attempt = 1; ; attempt++)
        {
            var live = await cluster.GetAsync(target.Key, cancellationToken);
            var wanted = HandOver(target, stamped, original, live);
            if (live is not null && IsAsWanted(target, wanted, original, live))
                return new ApplyOutcome(ApplyAction.Unchanged, live, live);
            try
            {
                return method == ApplyMethod.ServerSide
                    ? await ApplyServerSideAsync(target, wanted, original, live, dryRun, cancellationToken)
                    : await ApplyClientSideAsync(target, wanted, original, live, dryRun, cancellationToken);
            }
            catch (KubernetesException e) when (e.Failure is KubernetesFailure.Conflict or KubernetesFailure.AlreadyExists && e.Conflicts.Count == 0 && attempt < 4)
            {
                // Somebody wrote between the read and the write: look again.
            }
        }
    }

    // A number of replicas that the release leaves to its autoscaler stays as it is until the autoscaler sets it: taking it away would let the server put its default, 1, in between.
    private JsonObject HandOver(TargetObject target, JsonObject stamped, JsonObject? original, JsonObject? live)
    {
        if (!Scaled.Contains(target.Id) || live?["spec"]?["replicas"] is not { } number || stamped["spec"] is not JsonObject spec || spec.ContainsKey("replicas"))
            return stamped;
        if (method == ApplyMethod.ServerSide ? !OwnsReplicas(live) : original?["spec"]?["replicas"] is null)
            return stamped;
        var wanted = (JsonObject)stamped.DeepClone();
        wanted["spec"]!["replicas"] = number.DeepClone();
        return wanted;
    }

    private bool IsAsWanted(TargetObject target, JsonObject wanted, JsonObject? original, JsonObject live)
    {
        if (!LiveComparison.Covers(wanted, live))
            return false;
        if (original is null)
            return false;
        if (LiveComparison.Same(original, target.Document))
            return true;

        // The manifest changed but the live object has all of it already; what is left out now may still have to be removed.
        return method == ApplyMethod.ClientSide && MergeFor(target).Merge(original, wanted, live) is var merged && LiveComparison.Same(merged, live);
    }

    private async Task<ApplyOutcome> ApplyServerSideAsync(
        TargetObject target, JsonObject wanted, JsonObject? original, JsonObject? live, bool dryRun, CancellationToken cancellationToken)
    {
        var force = forceConflicts;
        if (live is not null && !dryRun)
            live = await new ManagerMigration(cluster, Manager).MigrateAsync(target.Key, live, cancellationToken);
        while (true)
        {
            var options = new ApplyOptions { FieldManager = Manager, Force = force, DryRun = dryRun, FieldValidation = "Warn" };
            try
            {
                if (AsksFirst && live is not null && !dryRun && IsNoChange(live, await cluster.ApplyAsync(wanted, options with { DryRun = true }, cancellationToken)))
                    return new ApplyOutcome(ApplyAction.Unchanged, live, live);
                var after = await cluster.ApplyAsync(wanted, options, cancellationToken);
                return new ApplyOutcome(live is null ? ApplyAction.Created : Changed(live, after), live, after);
            }
            catch (KubernetesException e) when (e.Failure == KubernetesFailure.Conflict && e.Conflicts.Count > 0 && !force)
            {
                var scaled = IsAutoscaled(live) && e.Conflicts.Any(conflict => conflict.Field == Replicas);
                if (scaled && !NoLongerScaled.Contains(target.Id) && await Autoscalers.HasAsync(cluster, target, cancellationToken))
                {
                    // An autoscaler owns the number: it is not sent.
                    wanted = (JsonObject)wanted.DeepClone();
                    ((JsonObject)wanted["spec"]!).Remove("replicas");
                    continue;
                }

                var ours = Attempted.Contains(target.Id) && (live is null || stamp.Refusal(live) is not null) ? null : original;
                var foreign = e.Conflicts.Where(conflict => !FieldLookup.Has(ours, conflict.Field) && !IsStamp(conflict.Field) && !(scaled && conflict.Field == Replicas)).ToList();
                if (foreign.Count > 0)
                    throw Taken(target, foreign, e);
                force = true;
            }
        }
    }

    private async Task<ApplyOutcome> ApplyClientSideAsync(
        TargetObject target, JsonObject wanted, JsonObject? original, JsonObject? live, bool dryRun, CancellationToken cancellationToken)
    {
        var writing = new WriteOptions { FieldManager = Manager, DryRun = dryRun, FieldValidation = "Warn" };
        if (live is null)
            return new ApplyOutcome(ApplyAction.Created, null, await cluster.CreateAsync(wanted, writing, cancellationToken));

        var merged = MergeFor(target).Merge(original is null ? null : stamp.Apply(original), wanted, live);
        if (ThreeWayMerge.Patch(live, merged) is not { } patch)
            return new ApplyOutcome(ApplyAction.Unchanged, live, live);

        patch.Remove("status");
        if (live.GetResourceVersion() is { } version)
        {
            var metadata = patch["metadata"] as JsonObject;
            if (metadata is null)
                patch["metadata"] = metadata = [];
            metadata["resourceVersion"] = version;
        }

        var after = await cluster.PatchAsync(target.Key, PatchKind.Merge, patch, writing, cancellationToken);
        return new ApplyOutcome(Changed(live, after), live, after);
    }

    private static ThreeWayMerge MergeFor(TargetObject target) => new(BuiltInGroups.Contains(target.Key.Kind.Group));

    private static ApplyAction Changed(JsonObject before, JsonObject after) =>
        LiveComparison.Same(ObjectNoise.Remove(before), ObjectNoise.Remove(after)) ? ApplyAction.Unchanged : ApplyAction.Changed;

    private static bool IsNoChange(JsonObject live, JsonObject after) => Changed(live, after) == ApplyAction.Unchanged && ManagerMigration.SameOwners(live, after, Manager);

    private static bool IsAutoscaled(JsonObject? live) => HasReplicas(live, entry => entry.Text("subresource") == "scale");

    private static bool OwnsReplicas(JsonObject live) => HasReplicas(live, entry => entry.Text("manager") == Manager && entry.Text("subresource") is null);

    private static bool HasReplicas(JsonObject? live, Func<JsonObject, bool> owner) => live?["metadata"]?["managedFields"] is JsonArray entries
        && entries.OfType<JsonObject>().Any(entry => owner(entry) && entry["fieldsV1"]?["f:spec"]?["f:replicas"] is not null);

    private static bool IsStamp(string field) => field.StartsWith(".metadata.labels.app.kubernetes.io/managed-by", StringComparison.Ordinal)
        || field.StartsWith(".metadata.annotations.meta.helm.sh/", StringComparison.Ordinal);

    private static OptaException Taken(TargetObject target, List<FieldConflict> conflicts, KubernetesException cause) => new(
        new Diagnostic("OPTA5521", Severity.Error, $"Fields of {target} belong to another manager, and the release never set them before.")
        {
            Resource = target.ToString(),
            Cause = cause.Cause,
            RequestId = cause.RequestId,
            Evidence = [.. conflicts.Select(conflict => $"{conflict.Field} is managed by {conflict.Manager}")],
            Remedy = "Take the fields out of the chart's values, let the other manager give them up, or repeat with force-conflicts.",
            Category = DiagnosticCategory.ResourceBusy,
        },
        cause);
}
