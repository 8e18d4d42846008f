using System.Text.Json.Nodes;
using OptaPS.Configuration.Providers;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Local;

/// <summary>How to reach a cluster that is not made by us: a kubeconfig context that the file (or the run's target) names.</summary>
internal static class LocalConnection
{
    private const string LocalContext = "kind-opta-local-cluster";

    /// <summary>The connection document.</summary>
    public static JsonObject Of(ModuleContext context) => context.Provider switch
    {
        ClusterProvider own => Kubeconfig(own.Kubeconfig, own.Context),
        _ => context.Options.LocalCluster?.DeepClone().AsObject() ?? Kubeconfig(null, LocalContext),
    };

    private static JsonObject Kubeconfig(string? path, string? context)
    {
        var credential = new JsonObject { ["kind"] = "kubeconfig" };
        if (path is not null)
            credential["path"] = path;
        if (context is not null)
            credential["context"] = context;
        return new JsonObject { ["credential"] = credential };
    }
}
