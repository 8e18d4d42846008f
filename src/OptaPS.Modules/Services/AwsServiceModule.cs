using System.Text.Json.Nodes;
using OptaPS.Modules.Aws;
using OptaPS.Modules.Aws.Cluster;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Services;

/// <summary>A service on EKS: its cloud role by Pod Identity, and the workload.</summary>
internal sealed class AwsServiceModule : IModule
{
    /// <inheritdoc/>
    public string Type => "aws-k8s-service";

    /// <inheritdoc/>
    public void Build(ModuleContext context, GraphBuilder graph)
    {
        var cluster = ParentCluster.Read(context, "aws-k8s-base", () => new ClusterFacts
        {
            Connection = context.Need("aws-eks", AwsEksModule.ConnectionOutput)!.AsObject(),
            Name = AwsNames.Cluster(context),
            Ready = context.NeedHandles("aws-eks", AwsEksModule.ReadyOutput),
        });

        var account = AwsNames.Account(graph);
        var trust = AwsPolicy.TrustPods();
        trust["Statement"]![0]!["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = account.Ref("Account") } };
        var document = new JsonObject
        {
            ["RoleName"] = AwsNames.Iam(context, $"{context.Layer}-{context.Name}"),
            ["AssumeRolePolicyDocument"] = trust,
        };
        if (context.Inputs.GetList("additional_iam_policies").Count > 0)
            document["ManagedPolicyArns"] = context.Value("additional_iam_policies");
        var role = graph.Aws("role", "IAM::Role", document);
        var identity = graph.Aws("identity", "EKS::PodIdentityAssociation", new JsonObject
        {
            ["ClusterName"] = cluster.Name!.DeepClone(),
            ["Namespace"] = context.Layer,
            ["ServiceAccount"] = context.Name,
            ["RoleArn"] = role.Ref("Arn"),
        }, [.. cluster.Ready]);
        ServiceWorkload.Add(context, graph, cluster, new JsonObject { ["opta.dev/cloud-role"] = role.Ref("Arn") }, [identity]);
    }
}
