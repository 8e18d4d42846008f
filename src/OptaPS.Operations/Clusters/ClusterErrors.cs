using OptaPS.Diagnostics;

namespace OptaPS.Operations.Clusters;

/// <summary>What can be wrong with an environment's cluster.</summary>
internal static class ClusterErrors
{
    public static OptaException OwnKubeconfig(string environment) =>
        new(new Diagnostic("OPTA7032", Severity.Error, $"The cluster of '{environment}' does not use tokens of a cloud.")
        {
            Resource = environment,
            Remedy = "Use the kubeconfig context that the environment was made with.",
        });
}
