using System.Text.Json.Nodes;
using OptaPS.Modules.Addons;
using OptaPS.Modules.Aws.Cluster;
using OptaPS.Modules.Aws.Dns;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Gateway;
using OptaPS.Modules.Mesh;

namespace OptaPS.Modules.Aws.Entry;

/// <summary>Everything inside an EKS cluster that services need: entry, mesh, scaling, metrics, DNS, load balancers.</summary>
internal sealed class AwsKubernetesBaseModule : IModule
{
    private static readonly string[] NotSupported =
    [
        "nginx_config", "nginx_extra_tcp_ports", "nginx_extra_tcp_ports_tls", "cert_manager_values", "linkerd_values", "ingress_nginx_values",
    ];

    /// <inheritdoc/>
    public string Type => "aws-k8s-base";

    /// <inheritdoc/>
    public void Build(ModuleContext context, GraphBuilder graph)
    {
        foreach (var input in NotSupported)
            context.RefuseIfUsed(input, $"The input '{input}'");

        var cluster = ClusterOf(context);
        var entry = EntryDomain.Of(context);
        AddAdministrators(context, graph, cluster);
        var facts = new Dictionary<string, JsonNode>(StringComparer.Ordinal)
        {
            ["cluster"] = AwsNames.Cluster(context),
            ["region"] = context.Aws.Region,
            ["vpc"] = context.Need("aws-base", "vpc_id")!,
            ["autoscalerImage"] = KubernetesVersions.AutoscalerImage(context.Sibling("aws-eks")!),
        };
        var definitions = EnvironmentGateway.AddDefinitions(graph, cluster);
        AwsAddon.Add(context, graph, cluster, AddonCatalog.Get("metrics-server"), facts, []);
        AwsAddon.Add(context, graph, cluster, AddonCatalog.Get("cluster-autoscaler"), facts, []);
        var balancers = AwsAddon.Add(context, graph, cluster, AddonCatalog.Get("aws-load-balancer-controller"), facts, []);
        AwsAddon.Add(context, graph, cluster, DnsAddon(entry), facts, definitions);

        var mesh = MeshChoice.WantsLinkerd(context)
            ? LinkerdMesh.Add(graph, cluster, context.Environment, context.Inputs.GetBool("linkerd_high_availability"), definitions)
            : null;
        graph.Output("mesh", mesh);
        AddEntry(context, graph, cluster, entry, definitions, balancers);
    }

    private static ClusterFacts ClusterOf(ModuleContext context) => new()
    {
        Connection = context.Need("aws-eks", AwsEksModule.ConnectionOutput)!.AsObject(),
        Name = AwsNames.Cluster(context),
        Ready = context.NeedHandles("aws-eks", AwsEksModule.ReadyOutput),
    };

    private static void AddAdministrators(ModuleContext context, GraphBuilder graph, ClusterFacts cluster)
    {
        foreach (var (arn, index) in context.Inputs.GetStrings("admin_arns").Select((arn, index) => (arn, index + 1)))
        {
            graph.Aws($"administrator-{index}", "EKS::AccessEntry", new JsonObject
            {
                ["ClusterName"] = cluster.Name!.DeepClone(),
                ["PrincipalArn"] = arn,
                ["Type"] = "STANDARD",
                ["AccessPolicies"] = new JsonArray(new JsonObject
                {
                    ["PolicyArn"] = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                    ["AccessScope"] = new JsonObject { ["Type"] = "cluster" },
                }),
            }, [.. cluster.Ready]);
        }
    }

    private static Addon DnsAddon(EntryDomain entry)
    {
        var addon = AddonCatalog.Get("external-dns");
        if (entry.Zone is null)
            return addon;
        addon.Values["domainFilters"] = new JsonArray(entry.Domain);
        return addon with
        {
            Permissions =
            [
                .. addon.Permissions,
                new AddonPermission(
                    ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:ListTagsForResource"], entry.ZoneArn()),
            ],
        };
    }

    private static void AddEntry(
        ModuleContext context, GraphBuilder graph, ClusterFacts cluster, EntryDomain entry, IReadOnlyList<ResourceHandle> definitions, ResourceHandle balancers)
    {
        if (!context.Inputs.GetBool("nginx_enabled"))
        {
            graph.Output("gateway", null);
            graph.Output("load_balancer_raw_dns", "n/a");
            return;
        }

        var balancerNames = $"*.elb.{context.Aws.Region}.amazonaws.com";
        var gateway = EnvironmentGateway.Add(
            graph,
            cluster,
            context.Environment,
            new EntryOptions
            {
                Replicas = context.Inputs.GetBool("nginx_high_availability") ? 3 : 1,
                DnsNames = entry.Domain is { } domain ? [domain, "*." + domain, balancerNames] : [balancerNames],
                Domain = entry.Certificate is null ? null : entry.Domain,
                Annotations = Annotations(context, entry),
            },
            definitions,
            [balancers]);
        graph.Output("gateway", new JsonObject { ["name"] = EnvironmentGateway.Name, ["namespace"] = EnvironmentGateway.Namespace });
        graph.Output("load_balancer_raw_dns", gateway.Ref("status/addresses/0/value"));
        if (entry is { Domain: not null, Zone: not null })
            EntryRecords.Add(graph, entry, gateway);
    }

    // With a certificate the balancer ends TLS with it and speaks TLS to the entry, whose own certificate it does not check.
    private static JsonObject Annotations(ModuleContext context, EntryDomain entry)
    {
        const string Prefix = "service.beta.kubernetes.io/aws-load-balancer-";
        var annotations = new JsonObject
        {
            [Prefix + "type"] = "external",
            [Prefix + "nlb-target-type"] = "ip",
            [Prefix + "scheme"] = "internet-facing",
            [Prefix + "name"] = AwsNames.Limit($"opta-{context.Layer}-lb", 32),
        };
        if (entry.Certificate is { } certificate)
        {
            annotations[Prefix + "ssl-cert"] = certificate.DeepClone();
            annotations[Prefix + "ssl-ports"] = "443";
            annotations[Prefix + "backend-protocol"] = "ssl";
            annotations[Prefix + "alpn-policy"] = "HTTP2Preferred";
        }

        return annotations;
    }
}
