using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Evidence;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Makes the error for an object that is not ready, with evidence.</summary>
public static class NotReady
{
    /// <summary>The finding: OPTA4041 when the object gave up, OPTA4040 when the time was over.</summary>
    /// <param name="client">The cluster, for evidence.</param>
    /// <param name="live">The object.</param>
    /// <param name="verdict">Why it is not ready.</param>
    /// <param name="waited">How long it was waited for.</param>
    /// <param name="resource">Address of the resource, or null for the object's own name.</param>
    /// <param name="cancellationToken">Stops collecting evidence.</param>
    public static async Task<Diagnostic> DiagnoseAsync(IKubernetesClient client, JsonObject live, ReadinessVerdict verdict, TimeSpan waited, string? resource, CancellationToken cancellationToken)
    {
        var name = ObjectKey.Of(live).ToString();
        var failed = verdict.State == ReadinessState.Failed;
        return new(failed ? "OPTA4041" : "OPTA4040", Severity.Error, failed ? $"{name} does not become ready." : $"{name} is not ready after {waited.TotalSeconds:0} s.")
        {
            Resource = resource ?? name,
            Cause = verdict.Reason,
            Evidence = await new PodEvidence(client).CollectAsync(live, cancellationToken),
            Remedy = Advice(verdict.Reason),
            Category = failed ? DiagnosticCategory.InvalidOperation : DiagnosticCategory.OperationTimeout,
        };
    }

    internal static async Task<ProviderFailure> FailureAsync(IKubernetesClient client, JsonObject live, ReadinessVerdict verdict, TimeSpan waited, string address, CancellationToken cancellationToken) =>
        new(await DiagnoseAsync(client, live, verdict, waited, address, cancellationToken), RetryAdvice.No);

    private static string Advice(string reason)
    {
        if (reason.Contains("Image", StringComparison.Ordinal))
            return "Check the image's name and tag, and that the cluster may pull it; then run the command again.";
        if (reason.Contains("CrashLoopBackOff", StringComparison.Ordinal))
            return "The program ends by itself; its last log lines are in the evidence. Correct it, then run the command again.";
        if (reason.Contains("scheduled", StringComparison.Ordinal))
            return "Give the cluster more room (nodes, quotas), or ask for less; then run the command again.";
        return "Look at the evidence, correct the cause, then run the command again.";
    }
}
