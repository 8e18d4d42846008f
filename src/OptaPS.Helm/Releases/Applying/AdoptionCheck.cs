using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Kubernetes;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>Before anything is written: objects that are new to the release must not exist, or must carry its ownership marks.</summary>
internal sealed class AdoptionCheck(IKubernetesClient cluster, OwnershipStamp stamp)
{
    /// <summary>Checks every object that the release did not have before.</summary>
    /// <exception cref="OptaException">One OPTA5522 for each object that belongs to somebody else.</exception>
    public async Task CheckAsync(IEnumerable<TargetObject> fresh, CancellationToken cancellationToken)
    {
        var findings = new List<Diagnostic>();
        foreach (var target in fresh)
        {
            if (await cluster.GetAsync(target.Key, cancellationToken) is { } live && stamp.Refusal(live) is { } refusal)
            {
                findings.Add(new Diagnostic("OPTA5522", Severity.Error, $"{target} exists already and does not belong to release '{stamp.Namespace}/{stamp.Release}'.")
                {
                    Resource = target.ToString(),
                    Cause = refusal,
                    Category = DiagnosticCategory.ResourceExists,
                    Remedy = "Remove or rename the object, give it the label and annotations named above so that the release adopts it, or repeat with take-ownership.",
                });
            }
        }

        if (findings.Count > 0)
            throw new OptaException(findings);
    }
}
