using System.Net;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Handlers;

/// <summary>What EC2 checks beyond names: address ranges, and that a public NAT gateway can reach the internet.</summary>
internal sealed class NetworkBehaviour : ITypeBehaviour
{
    private const string Subnet = "AWS::EC2::Subnet";
    private const string Vpc = "AWS::EC2::VPC";
    private const string NatGateway = "AWS::EC2::NatGateway";

    public IReadOnlyCollection<string> Types { get; } = [Vpc, Subnet, NatGateway];

    public void BeforeCreate(CloudWorld world, CloudResource draft)
    {
        switch (draft.Type)
        {
            case Vpc when draft.Text("CidrBlock") is { Length: > 0 } range:
                CheckRange(range, "InvalidVpcRange", "The CIDR '{0}' is invalid.");
                break;
            case Subnet when draft.Text("CidrBlock") is { Length: > 0 } range:
                CheckSubnet(world, draft, range);
                break;
            case NatGateway:
                CheckNatGateway(world, draft);
                break;
        }
    }

    private static void CheckSubnet(CloudWorld world, CloudResource draft, string range)
    {
        var network = CheckRange(range, "InvalidParameterValue", "Value ({0}) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
        var zone = draft.Text("AvailabilityZone");
        if (!AvailabilityZones.Names(draft.Region).Contains(zone, StringComparer.Ordinal))
        {
            throw Failure($"Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: {string.Join(", ", AvailabilityZones.Names(draft.Region))}.");
        }

        var vpc = world.Find(Vpc, draft.Region, draft.Text("VpcId"))!;
        if (IPNetwork.TryParse(vpc.Text("CidrBlock"), out var whole) && !(whole.Contains(network.BaseAddress) && network.PrefixLength >= whole.PrefixLength))
        {
            throw Failure($"The CIDR '{range}' is invalid.");
        }

        foreach (var other in world.Where(Subnet, draft.Region, "VpcId", vpc.Identifier))
        {
            if (IPNetwork.TryParse(other.Text("CidrBlock"), out var taken) && (taken.Contains(network.BaseAddress) || network.Contains(taken.BaseAddress)))
            {
                throw Failure($"The CIDR '{range}' conflicts with another subnet");
            }
        }
    }

    private static void CheckNatGateway(CloudWorld world, CloudResource draft)
    {
        var subnet = world.Find(Subnet, draft.Region, draft.Text("SubnetId"));
        if (subnet is null)
        {
            return;
        }

        var vpc = subnet.Text("VpcId");
        draft.Model["VpcId"] = vpc;
        if (draft.Text("ConnectivityType") == "public" && !world.Where("AWS::EC2::VPCGatewayAttachment", draft.Region, "VpcId", vpc).Any(a => a.State == ResourceState.Active && a.Text("InternetGatewayId").Length > 0))
        {
            throw new HandlerFailure("NotStabilized", $"Exceeded attempts to wait: NatGateway {draft.Identifier} is in state failed and hence failed to stabilize. Detailed failure message: Network {vpc} has no Internet gateway attached");
        }
    }

    private static IPNetwork CheckRange(string range, string code, string text) => IPNetwork.TryParse(range, out var network) && network.PrefixLength is >= 16 and <= 28
        ? network
        : throw Failure(string.Format(text, range) + $" ({code})");

    private static HandlerFailure Failure(string text) => new("InvalidRequest", text + " (Service: Ec2, Status Code: 400)");
}
