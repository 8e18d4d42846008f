using OptaPS.Modules.Compilation;
using OptaPS.Modules.Local;

namespace OptaPS.Modules.Services;

/// <summary>A service on a local cluster or on one of the user's own.</summary>
internal sealed class LocalServiceModule : IModule
{
    /// <inheritdoc/>
    public string Type => "local-k8s-service";

    /// <inheritdoc/>
    public void Build(ModuleContext context, GraphBuilder graph)
    {
        var cluster = ParentCluster.Read(context, "local-base", () => new ClusterFacts { Connection = LocalConnection.Of(context) });
        ServiceWorkload.Add(context, graph, cluster, [], []);
    }
}
