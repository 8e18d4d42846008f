using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Readiness;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Plans one object: by its owned fields without a call where that is certain, else by a server-side dry run.</summary>
internal static class ObjectPlanner
{
    public static async Task<PlannedChange> PlanAsync(IKubernetesClient client, PlanRequest request, ResourceTraits traits, CancellationToken cancellationToken)
    {
        var known = !ExpressionReader.References(request.Desired).Any();
        if (request.Live is not { } snapshot)
            return new(PlannedAction.Create) { Exact = known, Reasons = [request.Recorded is null ? "it does not exist yet" : "it is gone from the cluster"] };
        var live = snapshot.Properties;
        var document = DesiredObject.Build(request.TypeName, request.Desired, request.Owner, request.Address);
        if (!known)
            return Unknown(request, document, live);
        if (ManagedFields.OwnedBy(live, OwnershipMark.Manager) is { } owned && OwnedDiff.IsSame(document, live, owned))
            return Same(request, live);
        try
        {
            var warnings = new List<Diagnostic>();
            var result = await ApplyRunner.ApplyAsync(client, document, request.Recorded, dryRun: true, text => warnings.Add(ServerWarning.Finding(text, document, request.Address)), cancellationToken);
            return Differs(request, traits, DocumentDiff.Compare(live, result), owned: ManagedFields.OwnedBy(live, OwnershipMark.Manager) is not null) with { Warnings = warnings };
        }
        catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.Invalid && IsImmutable(exception))
        {
            return new(PlannedAction.Replace)
            {
                Properties = Decorate(request, traits, DocumentDiff.Compare(live, Merge(live, document)).Where(change => change.After is not null), forced: exception),
                Reasons = [$"the cluster cannot change it in place: {exception.Causes.FirstOrDefault(IsImmutable)?.Message ?? exception.Cause}"],
            };
        }
        catch (KubernetesException exception)
        {
            throw new ProviderException(ApplyRunner.Translate(exception, request.Address), exception);
        }
    }

    private static PlannedChange Same(PlanRequest request, JsonObject live)
    {
        // What was applied but never became ready is applied (without effect) and waited for again.
        if (!JsonNode.DeepEquals(request.Recorded, request.Desired) && ObjectWaiter.IsWaitedFor(live) && ReadinessChecker.Check(live) is { IsReady: false } verdict)
            return new(PlannedAction.Update) { Reasons = [$"it is as desired but not ready yet: {verdict.Reason}"] };
        return request.Recorded is null ? new(PlannedAction.Adopt) { Reasons = ["it exists already as desired"] } : new(PlannedAction.None);
    }

    private static PlannedChange Differs(PlanRequest request, ResourceTraits traits, IReadOnlyList<PropertyChange> changes, bool owned)
    {
        var decorated = Decorate(request, traits, changes, forced: null);
        if (decorated.Count == 0)
            return owned ? Same(request, request.Live!.Properties) : new(PlannedAction.Update) { Reasons = ["its fields are to be owned by optaps"] };
        if (decorated.Any(change => change.ForcesReplace))
            return new(PlannedAction.Replace) { Properties = decorated, Reasons = [$"{decorated.First(change => change.ForcesReplace).Path} cannot be changed in place"] };
        return new(PlannedAction.Update)
        {
            Properties = decorated,
            Reasons = [decorated.All(change => change.Drift) ? "it was changed outside OptaPS" : "its desired fields differ"],
            Risk = decorated.Any(change => change.Path.StartsWith("/spec/template/", StringComparison.Ordinal)) ? RiskClass.Restart : null,
        };
    }

    private static PlannedChange Unknown(PlanRequest request, JsonObject document, JsonObject live)
    {
        var changes = new List<PropertyChange>();
        FindUnknown(document, live, "", request, changes);
        return new(PlannedAction.Update) { Exact = false, Properties = changes, Reasons = ["some of its values are known only during the apply"] };
    }

    private static void FindUnknown(JsonNode? wanted, JsonNode? live, string path, PlanRequest request, List<PropertyChange> changes)
    {
        if (ExpressionReader.IsExpression(wanted))
            changes.Add(new(path, PropertyMask.Mask(request, path, live), null) { Unknown = true, Sensitive = PropertyMask.IsSensitive(request, path), Source = request.ValueSources.GetValueOrDefault(path) });
        else if (wanted is JsonObject members)
            foreach (var (name, value) in members)
                FindUnknown(value, (live as JsonObject)?[name], $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", request, changes);
        else if (wanted is JsonArray elements)
            for (var i = 0; i < elements.Count; i++)
                FindUnknown(elements[i], live is JsonArray array && i < array.Count ? array[i] : null, $"{path}/{i}", request, changes);
    }

    private static List<PropertyChange> Decorate(PlanRequest request, ResourceTraits traits, IEnumerable<PropertyChange> changes, KubernetesException? forced) =>
    [
        .. changes.Select(change => change with
        {
            Before = PropertyMask.Mask(request, change.Path, change.Before),
            After = PropertyMask.Mask(request, change.Path, change.After),
            Sensitive = PropertyMask.IsSensitive(request, change.Path),
            ForcesReplace = traits.CreateOnly.Any(prefix => change.Path == prefix || change.Path.StartsWith(prefix + "/", StringComparison.Ordinal))
                || (forced is not null && forced.Causes.Any(cause => IsImmutable(cause) && change.Path.StartsWith("/" + (cause.Field ?? "").Split('[')[0].Replace('.', '/'), StringComparison.Ordinal))),
            Drift = PropertyMask.IsDrift(request, change),
            ChangedBy = request.Live is { } live && change.Before is not null && PropertyMask.IsDrift(request, change) ? FieldOwners.Of(live.Properties, change.Path, OwnershipMark.Manager) : null,
            Source = request.ValueSources.GetValueOrDefault(change.Path),
        }),
    ];

    private static JsonObject Merge(JsonObject live, JsonObject document)
    {
        var merged = (JsonObject)live.DeepClone();
        Patch.MergePatch.Apply(merged, document);
        return merged;
    }

    private static bool IsImmutable(KubernetesException exception) => exception.Causes.Any(IsImmutable) || exception.Cause?.Contains("immutable", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsImmutable(StatusCause cause) =>
        cause.Message.Contains("immutable", StringComparison.OrdinalIgnoreCase) || cause.Message.Contains("may not be changed", StringComparison.OrdinalIgnoreCase)
        || cause.Message.Contains("updates to", StringComparison.OrdinalIgnoreCase) || cause.Message.Contains("cannot change", StringComparison.OrdinalIgnoreCase);
}
