using OptaPS.Diagnostics;

namespace OptaPS.Operations.Releases;

/// <summary>Findings about releases and the clusters that hold them.</summary>
internal static class ReleaseErrors
{
    public static OptaException NoCluster(string target) =>
        new(new Diagnostic("OPTA7050", Severity.Error, $"No cluster was chosen, and {target} has no local one.")
        {
            Category = DiagnosticCategory.InvalidArgument,
            Remedy = "Name an environment or a kubeconfig, or start the sandbox with a local cluster (opta sandbox start --local-cluster).",
        });

    public static OptaException Missing(string @namespace, string name, int revision) =>
        new(new Diagnostic("OPTA7051", Severity.Error, revision == 0 ? $"There is no release '{@namespace}/{name}'." : $"Release '{@namespace}/{name}' has no revision {revision}.")
        {
            Category = DiagnosticCategory.ObjectNotFound,
            Resource = $"{@namespace}/{name}",
            Remedy = "Check name, namespace and cluster: opta release list --all-namespaces; opta release history NAME.",
        });

    public static OptaException NothingBefore(string @namespace, string name) =>
        new(new Diagnostic("OPTA7052", Severity.Error, $"Release '{@namespace}/{name}' has one revision only; there is nothing to compare it with.")
        {
            Category = DiagnosticCategory.InvalidOperation,
            Resource = $"{@namespace}/{name}",
            Remedy = "Upgrade it first, or look at the revision itself: opta release get all NAME.",
        });
}
