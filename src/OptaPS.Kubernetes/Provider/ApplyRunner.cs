using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Applies as <c>optaps</c>, taking over contested fields only when the last record set them (drift), never others.</summary>
internal static class ApplyRunner
{
    /// <exception cref="KubernetesException">The server refused, or a field belongs to somebody else.</exception>
    public static async Task<JsonObject> ApplyAsync(IKubernetesClient client, JsonObject document, JsonObject? recorded, bool dryRun, Action<string>? onWarning, CancellationToken cancellationToken)
    {
        var options = new ApplyOptions { FieldManager = OwnershipMark.Manager, DryRun = dryRun, OnWarning = onWarning };
        try
        {
            return await client.ApplyAsync(document, options, cancellationToken);
        }
        catch (KubernetesException exception) when (exception.Conflicts.Count > 0 && exception.Conflicts.All(conflict => ConflictPath.Exists(recorded, conflict.Field)))
        {
            return await client.ApplyAsync(document, options with { Force = true }, cancellationToken);
        }
    }

    /// <summary>The failure of a call for the engine, with what is worth repeating.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="address">The resource's address.</param>
    /// <param name="writing">True for creates and updates: the cluster may be new, so that names and access rights are still spreading. A read of an existing cluster fails soon.</param>
    public static ProviderFailure Translate(KubernetesException exception, string address, bool writing = true)
    {
        var failure = exception.ToProviderException(address).Failure;
        if (exception.Conflicts.Count > 0)
            failure = failure with
            {
                Diagnostic = failure.Diagnostic with
                {
                    Message = $"{exception.Object}: {exception.Conflicts.Count} field(s) belong to other managers.",
                    Evidence = [.. exception.Conflicts.Select(conflict => $"{conflict.Field} is owned by {conflict.Manager}")],
                    Remedy = "Leave the fields out, or let the other manager give them up.",
                },
            };
        if (exception.Failure == KubernetesFailure.Unreachable && !writing)
            return failure with { RetryFor = TimeSpan.FromSeconds(10) };
        if (exception is { Failure: KubernetesFailure.Unauthorized, Status: 401 } && writing)
            return Again(failure, TimeSpan.FromSeconds(30));
        if (exception.Failure == KubernetesFailure.UnknownKind)
            return Again(failure, TimeSpan.FromSeconds(30));
        if (exception.Failure == KubernetesFailure.Forbidden && exception.Causes.Any(cause => cause.Reason == "NamespaceTerminating"))
            return Again(failure, TimeSpan.FromMinutes(2));
        return exception.Cause?.Contains("failed calling webhook", StringComparison.Ordinal) == true ? Again(failure, TimeSpan.FromMinutes(2)) : failure;
    }

    /// <summary>The error for an object that somebody else made.</summary>
    public static ProviderFailure Foreign(JsonObject live, string address) => new(
        new Diagnostic("OPTA4044", Severity.Error, $"{ObjectKey.Of(live)} exists already and belongs to {OwnershipMark.Describe(live)}.")
        {
            Resource = address,
            Remedy = $"Remove or rename it, or hand it over by labelling it with {OwnershipMark.Layer} and {OwnershipMark.Environment} of this layer.",
            Category = DiagnosticCategory.ResourceExists,
        },
        RetryAdvice.No);

    private static ProviderFailure Again(ProviderFailure failure, TimeSpan limit) =>
        failure with { Retry = RetryAdvice.SameToken, RetryAfter = failure.RetryAfter ?? TimeSpan.FromSeconds(1), RetryFor = limit };
}
