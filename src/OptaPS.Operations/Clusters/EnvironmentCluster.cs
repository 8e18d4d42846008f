using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine;
using OptaPS.Engine.State;

namespace OptaPS.Operations.Clusters;

/// <summary>Finds the cluster of an environment: the connection that its Kubernetes resources were recorded with.</summary>
internal static class EnvironmentCluster
{
    /// <summary>The secret-free connection document.</summary>
    /// <exception cref="OptaException">The environment has no cluster yet.</exception>
    public static async Task<JsonObject> ConnectionAsync(LayerEngine engine, string environment, CancellationToken cancellationToken)
    {
        var state = await engine.ReadStateAsync(environment, cancellationToken);
        return Find(state) ?? throw new OptaException(new Diagnostic("OPTA7031", Severity.Error, $"Environment '{environment}' has no cluster yet.")
        {
            Category = DiagnosticCategory.ObjectNotFound,
            Resource = environment,
            Remedy = "Apply the environment again; its last run did not get as far as the cluster.",
        });
    }

    private static JsonObject? Find(LayerState? state) => state?.Resources.Values
        .Where(record => record.Type.Provider is "kubernetes" or "helm")
        .OrderBy(record => record.Address, StringComparer.Ordinal)
        .Select(record => record.Connection)
        .FirstOrDefault(connection => connection?["credential"] is JsonObject);
}
