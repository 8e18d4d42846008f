using System.Text.Json.Nodes;
using OptaPS.Modules.Addons;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Aws.Entry;

/// <summary>Adds an add-on to an EKS cluster, with its role and pod identity when it needs cloud rights.</summary>
internal static class AwsAddon
{
    /// <summary>Adds role, association, namespace and release; gives the release.</summary>
    public static ResourceHandle Add(
        ModuleContext context,
        GraphBuilder graph,
        ClusterFacts cluster,
        Addon addon,
        IReadOnlyDictionary<string, JsonNode> facts,
        IReadOnlyList<ResourceHandle> after)
    {
        List<ResourceHandle> first = [AddonRelease.AddNamespace(graph, cluster, context.Environment, addon, cluster.Ready), .. after];
        if (addon.ServiceAccount is not null)
            first.Add(AddIdentity(context, graph, cluster, addon, facts));
        return AddonRelease.Add(graph, cluster, addon, Placeholders.Fill(addon.Values, facts)!.AsObject(), first);
    }

    private static ResourceHandle AddIdentity(
        ModuleContext context, GraphBuilder graph, ClusterFacts cluster, Addon addon, IReadOnlyDictionary<string, JsonNode> facts)
    {
        var statements = addon.Permissions.Select(permission => (JsonNode)AwsPolicy.Allow(
            permission.Actions,
            Placeholders.Fill(permission.Resource, facts)!,
            Placeholders.Fill(permission.Condition, facts) as JsonObject));
        var role = graph.Aws(addon.Name + "-role", "IAM::Role", AwsPolicy.Role(
            AwsNames.Iam(context, addon.Name), AwsPolicy.TrustPods(), addon.Name, AwsPolicy.Of([.. statements])));
        return graph.Aws(addon.Name + "-identity", "EKS::PodIdentityAssociation", new JsonObject
        {
            ["ClusterName"] = cluster.Name!.DeepClone(),
            ["Namespace"] = addon.Namespace,
            ["ServiceAccount"] = addon.ServiceAccount,
            ["RoleArn"] = role.Ref("Arn"),
        }, [.. cluster.Ready]);
    }
}
