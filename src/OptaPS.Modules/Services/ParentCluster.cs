using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Services;

/// <summary>Reads what a service needs to know about its cluster: from the modules of the same file, or from the environment's recorded outputs.</summary>
internal static class ParentCluster
{
    /// <summary>The facts.</summary>
    /// <param name="context">The service's module.</param>
    /// <param name="baseType">The type whose module has the outputs <c>mesh</c> and <c>gateway</c> in a file that is its own environment.</param>
    /// <param name="connect">Gives the connection and what must be ready, in a file that is its own environment.</param>
    public static ClusterFacts Read(ModuleContext context, string baseType, Func<ClusterFacts> connect)
    {
        if (context.IsService)
            return FromParent(context);
        var facts = connect();
        return context.Sibling(baseType) is null ? facts : With(facts, context.Need(baseType, "mesh"), context.Need(baseType, "gateway"));
    }

    private static ClusterFacts FromParent(ModuleContext context)
    {
        var outputs = context.Options.Parent?.Values;
        if (outputs?.GetValueOrDefault("cluster_connection") is not JsonObject connection || ExpressionReader.References(connection).Any())
        {
            throw new OptaException(ModuleContext.Finding("OPTA6004", $"The environment '{context.Environment}' has no cluster yet.") with
            {
                Location = context.Declaration.Location,
                Category = DiagnosticCategory.ObjectNotFound,
                Remedy = "Apply the environment first.",
            });
        }
        return With(
            new ClusterFacts { Connection = connection, Name = outputs.GetValueOrDefault("k8s_cluster_name") },
            outputs.GetValueOrDefault("mesh"),
            outputs.GetValueOrDefault("gateway"));
    }

    private static ClusterFacts With(ClusterFacts facts, JsonNode? mesh, JsonNode? gateway) => facts with
    {
        Mesh = (mesh as JsonObject)?["name"]?.GetValue<string>(),
        GatewayName = (gateway as JsonObject)?["name"]?.GetValue<string>(),
        GatewayNamespace = (gateway as JsonObject)?["namespace"]?.GetValue<string>(),
    };
}
