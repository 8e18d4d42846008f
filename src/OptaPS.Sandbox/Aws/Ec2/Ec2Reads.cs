namespace OptaPS.Sandbox.Aws.Ec2;

/// <summary>The Describe operations that are plain reads of resources.</summary>
internal static class Ec2Reads
{
    public static IReadOnlyList<Ec2Read> All { get; } =
    [
        new("DescribeVpcs", "AWS::EC2::VPC", "VpcId", "VpcId", "vpcSet", "InvalidVpcID.NotFound", "vpc", Members(
            ("vpcId", "VpcId"), ("state", "=available"), ("cidrBlock", "CidrBlock"), ("instanceTenancy", "InstanceTenancy"), ("isDefault", "=false"))),
        new("DescribeSubnets", "AWS::EC2::Subnet", "SubnetId", "SubnetId", "subnetSet", "InvalidSubnetID.NotFound", "subnet", Members(
            ("subnetId", "SubnetId"), ("state", "=available"), ("vpcId", "VpcId"), ("cidrBlock", "CidrBlock"), ("availabilityZone", "AvailabilityZone"), ("mapPublicIpOnLaunch", "MapPublicIpOnLaunch"), ("availableIpAddressCount", "=2043"))),
        new("DescribeInternetGateways", "AWS::EC2::InternetGateway", "InternetGatewayId", "InternetGatewayId", "internetGatewaySet", "InvalidInternetGatewayID.NotFound", "internetGateway", Members(("internetGatewayId", "InternetGatewayId"))),
        new("DescribeNatGateways", "AWS::EC2::NatGateway", "NatGatewayId", "NatGatewayId", "natGatewaySet", "NatGatewayNotFound", "NAT gateway", Members(
            ("natGatewayId", "NatGatewayId"), ("state", "=available"), ("subnetId", "SubnetId"), ("vpcId", "VpcId"), ("connectivityType", "ConnectivityType"))),
        new("DescribeAddresses", "AWS::EC2::EIP", "AllocationId", "AllocationId", "addressesSet", "InvalidAllocationID.NotFound", "allocation", Members(
            ("publicIp", "PublicIp"), ("allocationId", "AllocationId"), ("domain", "Domain"), ("networkBorderGroup", "NetworkBorderGroup"))),
        new("DescribeRouteTables", "AWS::EC2::RouteTable", "RouteTableId", "RouteTableId", "routeTableSet", "InvalidRouteTableID.NotFound", "routeTable", Members(("routeTableId", "RouteTableId"), ("vpcId", "VpcId"))),
        new("DescribeSecurityGroups", "AWS::EC2::SecurityGroup", "GroupId", "GroupId", "securityGroupInfo", "InvalidGroup.NotFound", "security group", Members(
            ("groupId", "GroupId"), ("groupName", "GroupName"), ("groupDescription", "GroupDescription"), ("vpcId", "VpcId")))
    ];

    private static Dictionary<string, string> Members(params (string Name, string Value)[] members) => members.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
}
