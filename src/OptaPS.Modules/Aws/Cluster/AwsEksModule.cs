using System.Text.Json.Nodes;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Aws.Cluster;

/// <summary>The EKS control plane, its managed add-ons and the default node group.</summary>
internal sealed class AwsEksModule : IModule
{
    /// <summary>Output that carries the connection document.</summary>
    public const string ConnectionOutput = "cluster_connection";

    /// <summary>Output that names what must be ready before anything is put into the cluster.</summary>
    public const string ReadyOutput = "cluster_ready";

    private static readonly string[] LogTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

    /// <inheritdoc/>
    public string Type => "aws-eks";

    /// <inheritdoc/>
    public void Build(ModuleContext context, GraphBuilder graph)
    {
        context.RefuseIfUsed("enable_metrics", "Turning on auto-scaling-group metrics");
        context.RefuseIfUsed("control_plane_security_groups", "Letting further security groups into the control plane");
        var name = AwsNames.Cluster(context);
        var version = KubernetesVersions.Choose(context);
        var keyArn = context.Need("aws-base", "kms_account_key_arn")!;
        var subnets = context.Need("aws-base", "private_subnet_ids")!;

        var logs = graph.Aws("control-plane-logs", "Logs::LogGroup", new JsonObject
        {
            ["LogGroupName"] = $"/aws/eks/{name}/cluster",
            ["RetentionInDays"] = context.Inputs.GetInt("eks_log_retention"),
            ["KmsKeyId"] = keyArn.DeepClone(),
        });
        var role = graph.Aws("cluster-role", "IAM::Role", AwsPolicy.Role(
            AwsNames.Iam(context, "eks-cluster"), AwsPolicy.Trust("eks.amazonaws.com"), "AmazonEKSClusterPolicy"));
        var cluster = graph.Aws("cluster", "EKS::Cluster", ClusterDocument(name, version, role, subnets, keyArn), logs);
        var issuer = graph.Aws("identity-provider", "IAM::OIDCProvider", new JsonObject
        {
            ["Url"] = cluster.Ref("OpenIdConnectIssuerUrl"), ["ClientIdList"] = new JsonArray("sts.amazonaws.com"),
        });
        var nodes = NodeGroup.Add(context, graph, cluster, version);

        graph.Output("k8s_endpoint", cluster.Ref("Endpoint"));
        graph.Output("k8s_ca_data", cluster.Ref("CertificateAuthorityData"));
        graph.Output("k8s_cluster_name", name);
        graph.Output("k8s_openid_provider_url", cluster.Ref("OpenIdConnectIssuerUrl"));
        graph.Output("k8s_openid_provider_arn", issuer.Ref("Arn"));
        graph.Output("k8s_node_group_security_id", cluster.Ref("ClusterSecurityGroupId"));
        graph.Output("k8s_version", version);
        graph.Output(ConnectionOutput, new JsonObject
        {
            ["endpoint"] = cluster.Ref("Endpoint"),
            ["caData"] = cluster.Ref("CertificateAuthorityData"),
            ["credential"] = new JsonObject { ["kind"] = "aws-eks", ["cluster"] = name, ["region"] = context.Aws.Region },
        });
        graph.Fact(ReadyOutput, new JsonArray([.. nodes.Select(handle => (JsonNode)handle.Address)]));
    }

    private static JsonObject ClusterDocument(string name, string version, ResourceHandle role, JsonNode subnets, JsonNode keyArn) => new()
    {
        ["Name"] = name,
        ["Version"] = version,
        ["RoleArn"] = role.Ref("Arn"),
        ["ResourcesVpcConfig"] = new JsonObject
        {
            ["SubnetIds"] = subnets.DeepClone(),
            ["EndpointPrivateAccess"] = true,
            ["EndpointPublicAccess"] = true,
            ["PublicAccessCidrs"] = new JsonArray("0.0.0.0/0"),
        },
        ["AccessConfig"] = new JsonObject { ["AuthenticationMode"] = "API", ["BootstrapClusterCreatorAdminPermissions"] = true },
        ["BootstrapSelfManagedAddons"] = false,
        ["EncryptionConfig"] = new JsonArray(new JsonObject
        {
            ["Resources"] = new JsonArray("secrets"), ["Provider"] = new JsonObject { ["KeyArn"] = keyArn.DeepClone() },
        }),
        ["Logging"] = new JsonObject
        {
            ["ClusterLogging"] = new JsonObject
            {
                ["EnabledTypes"] = new JsonArray([.. LogTypes.Select(type => (JsonNode)new JsonObject { ["Type"] = type })]),
            },
        },
        ["UpgradePolicy"] = new JsonObject { ["SupportType"] = "STANDARD" },
    };
}
