using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Aws.Network;

/// <summary>The VPC with public and private subnets, one NAT gateway and one private route table per zone.</summary>
/// <param name="Vpc">The VPC.</param>
/// <param name="PublicSubnets">Public subnets in order of zone.</param>
/// <param name="PrivateSubnets">Private subnets in order of zone.</param>
/// <param name="RouteTables">All route tables.</param>
/// <param name="Addresses">The fixed outgoing addresses.</param>
/// <param name="Ways">Routes and associations that the private subnets need to reach the internet.</param>
internal sealed record VpcNetwork(
    ResourceHandle Vpc,
    IReadOnlyList<ResourceHandle> PublicSubnets,
    IReadOnlyList<ResourceHandle> PrivateSubnets,
    IReadOnlyList<ResourceHandle> RouteTables,
    IReadOnlyList<ResourceHandle> Addresses,
    IReadOnlyList<ResourceHandle> Ways)
{
    private const string Everywhere = "0.0.0.0/0";

    /// <summary>Adds the network.</summary>
    public static VpcNetwork Add(ModuleContext context, GraphBuilder graph)
    {
        var publicRanges = context.Inputs.GetStrings("public_ipv4_cidr_blocks");
        var privateRanges = context.Inputs.GetStrings("private_ipv4_cidr_blocks");
        if (publicRanges.Count != privateRanges.Count || publicRanges.Count < 2)
        {
            throw new OptaException(ModuleContext.Finding("OPTA6007", "A network needs as many public as private subnet ranges, at least two of each.") with
            {
                Location = context.Inputs.LocationOf(publicRanges.Count < 2 ? "public_ipv4_cidr_blocks" : "private_ipv4_cidr_blocks"),
                Category = DiagnosticCategory.InvalidArgument,
                Remedy = "Each zone gets one public and one private range.",
            });
        }

        var zones = graph.Lookup("aws/zones", "aws", "availability-zones", new JsonObject { ["Count"] = publicRanges.Count }, keep: true);
        var vpc = graph.Aws("vpc", "EC2::VPC", new JsonObject
        {
            ["CidrBlock"] = context.Inputs.GetString("total_ipv4_cidr_block"),
            ["EnableDnsSupport"] = true,
            ["EnableDnsHostnames"] = true,
            ["Tags"] = AwsTags.Of(("Name", "opta-" + context.Layer)),
        });
        var gateway = graph.Aws("internet-gateway", "EC2::InternetGateway", []);
        var attachment = graph.Aws("internet-attachment", "EC2::VPCGatewayAttachment", new JsonObject
        {
            ["VpcId"] = vpc.Ref("VpcId"), ["InternetGatewayId"] = gateway.Ref("InternetGatewayId"),
        });

        var cluster = AwsNames.Cluster(context);
        List<ResourceHandle> publicSubnets = [], privateSubnets = [], tables = [], addresses = [], ways = [];
        var publicTable = graph.Aws("public-routes", "EC2::RouteTable", new JsonObject { ["VpcId"] = vpc.Ref("VpcId") });
        tables.Add(publicTable);
        var publicRoute = graph.Aws("public-route", "EC2::Route", new JsonObject
        {
            ["RouteTableId"] = publicTable.Ref("RouteTableId"), ["DestinationCidrBlock"] = Everywhere, ["GatewayId"] = gateway.Ref("InternetGatewayId"),
        }, attachment);

        for (var i = 0; i < publicRanges.Count; i++)
        {
            var zone = $"Zones/{i.ToString(CultureInfo.InvariantCulture)}";
            var open = Subnet($"public-subnet-{i + 1}", publicRanges[i], true, ("kubernetes.io/role/elb", "1"), ("type", "public"));
            var association = Associate($"public-subnet-{i + 1}-routes", open, publicTable);
            var address = graph.Aws($"nat-address-{i + 1}", "EC2::EIP", new JsonObject { ["Domain"] = "vpc" }, attachment);
            var nat = graph.Aws($"nat-{i + 1}", "EC2::NatGateway", new JsonObject
            {
                ["ConnectivityType"] = "public", ["SubnetId"] = open.Ref("SubnetId"), ["AllocationId"] = address.Ref("AllocationId"),
            }, publicRoute, association);
            var closed = Subnet(
                $"private-subnet-{i + 1}", privateRanges[i], false,
                ("kubernetes.io/role/internal-elb", "1"), ($"kubernetes.io/cluster/{cluster}", "shared"), ("type", "private"));
            var table = graph.Aws($"private-routes-{i + 1}", "EC2::RouteTable", new JsonObject { ["VpcId"] = vpc.Ref("VpcId") });
            ways.Add(graph.Aws($"private-route-{i + 1}", "EC2::Route", new JsonObject
            {
                ["RouteTableId"] = table.Ref("RouteTableId"), ["DestinationCidrBlock"] = Everywhere, ["NatGatewayId"] = nat.Ref("NatGatewayId"),
            }));
            ways.Add(Associate($"private-subnet-{i + 1}-routes", closed, table));
            publicSubnets.Add(open);
            privateSubnets.Add(closed);
            tables.Add(table);
            addresses.Add(address);

            ResourceHandle Subnet(string name, string range, bool publicAddresses, params (string Key, string Value)[] tags) =>
                graph.Aws(name, "EC2::Subnet", new JsonObject
                {
                    ["VpcId"] = vpc.Ref("VpcId"),
                    ["CidrBlock"] = range,
                    ["AvailabilityZone"] = zones.Ref(zone),
                    ["MapPublicIpOnLaunch"] = publicAddresses,
                    ["Tags"] = AwsTags.Of(tags),
                });
        }
        return new VpcNetwork(vpc, publicSubnets, privateSubnets, tables, addresses, ways);

        ResourceHandle Associate(string name, ResourceHandle subnet, ResourceHandle table) =>
            graph.Aws(name, "EC2::SubnetRouteTableAssociation", new JsonObject
            {
                ["SubnetId"] = subnet.Ref("SubnetId"), ["RouteTableId"] = table.Ref("RouteTableId"),
            });
    }
}
