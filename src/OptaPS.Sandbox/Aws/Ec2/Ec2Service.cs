using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Handlers;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Persistence;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Aws.Ec2;

/// <summary>The parts of EC2's own API (Query of 2016-11-15) that no resource type serves: zones, account attributes, reads, EBS defaults.</summary>
internal sealed class Ec2Service(CloudWorld world, WorldStore store) : IAwsService
{
    private const string Settings = "ec2-settings";
    private static readonly XNamespace Space = "http://ec2.amazonaws.com/doc/2016-11-15/";

    public string Name => "ec2";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Ec2;

    public void Identify(AwsCall call)
    {
        call.Operation = call.Optional("Action") ?? "";
        call.Mutating = !call.Operation.StartsWith("Describe", StringComparison.Ordinal) && !call.Operation.StartsWith("Get", StringComparison.Ordinal);
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        return call.Operation switch
        {
            "DescribeAvailabilityZones" => Zones(call),
            "DescribeRegions" => Reply(call, Ec2Regions.Describe(call, Space)),
            "DescribeInstances" => Reply(call, new Machines(world, Space).Running(call)),
            "DescribeInstanceTypes" => Reply(call, new Machines(world, Space).Types(call)),
            "DescribeInstanceTypeOfferings" => Reply(call, new Machines(world, Space).Offerings(call)),
            "DescribeAccountAttributes" => AccountAttributes(call),
            "DescribeNetworkInterfaces" => Reply(call, new XElement(Space + "networkInterfaceSet")),
            "GetEbsEncryptionByDefault" => Reply(call, new XElement(Space + "ebsEncryptionByDefault", store.Get(Settings, call.Region + "/ebs-encryption") ?? "false")),
            "EnableEbsEncryptionByDefault" => await SetAsync(call, "/ebs-encryption", "true", "ebsEncryptionByDefault"),
            "DisableEbsEncryptionByDefault" => await SetAsync(call, "/ebs-encryption", "false", "ebsEncryptionByDefault"),
            "GetEbsDefaultKmsKeyId" => Reply(call, new XElement(Space + "kmsKeyId", store.Get(Settings, call.Region + "/ebs-key") ?? $"arn:aws:kms:{call.Region}:{world.Account}:alias/aws/ebs")),
            "ModifyEbsDefaultKmsKeyId" => await SetAsync(call, "/ebs-key", call.Required("KmsKeyId"), "kmsKeyId"),
            _ when Ec2Reads.All.FirstOrDefault(r => r.Operation == call.Operation) is { } read => Read(call, read),
            _ => throw AwsException.BadRequest("InvalidAction", $"The action {call.Operation} is not valid for this web service.")
        };
    }

    private static AwsReply Zones(AwsCall call)
    {
        var names = call.List("ZoneName");
        var filters = Ec2Filters.Read(call);
        var zones = AvailabilityZones.Names(call.Region)
            .Where(z => names.Count == 0 || names.Contains(z, StringComparer.Ordinal))
            .Select(z => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["zone-name"] = z,
                ["zone-state"] = "available",
                ["state"] = "available",
                ["region-name"] = call.Region,
                ["zone-id"] = AvailabilityZones.Id(z),
                ["zone-type"] = "availability-zone",
                ["opt-in-status"] = "opt-in-not-required",
                ["group-name"] = call.Region + "-zg-1"
            })
            .Where(z => filters.All(f => z.TryGetValue(f.Key, out var actual) && f.Value.Any(v => Glob.Matches(v, actual))));
        return Reply(call, new XElement(Space + "availabilityZoneInfo", zones.Select(z => Item(
            ("zoneName", z["zone-name"]), ("zoneState", "available"), ("regionName", call.Region), ("zoneId", z["zone-id"]), ("zoneType", z["zone-type"]),
            ("optInStatus", z["opt-in-status"]), ("groupName", z["group-name"]), ("networkBorderGroup", call.Region)))));
    }

    private static AwsReply AccountAttributes(AwsCall call)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["vpc-max-security-groups-per-interface"] = "5",
            ["max-instances"] = "20",
            ["supported-platforms"] = "VPC",
            ["default-vpc"] = "none",
            ["max-elastic-ips"] = "5",
            ["vpc-max-elastic-ips"] = "5"
        };
        var wanted = call.List("AttributeName");
        return Reply(call, new XElement(Space + "accountAttributeSet", values
            .Where(v => wanted.Count == 0 || wanted.Contains(v.Key, StringComparer.Ordinal))
            .Select(v => new XElement(Space + "item", new XElement(Space + "attributeName", v.Key), new XElement(Space + "attributeValueSet", Item(("attributeValue", v.Value)))))));
    }

    private AwsReply Read(AwsCall call, Ec2Read read)
    {
        var wanted = call.List(read.IdParameter);
        var resources = world.All(read.Type, call.Region);
        if (wanted.FirstOrDefault(w => resources.All(r => r.Text(read.IdProperty) != w)) is { } missing)
        {
            throw AwsException.BadRequest(read.NotFound, $"The {read.Noun} ID '{missing}' does not exist");
        }

        var filters = Ec2Filters.Read(call);
        var found = resources.Where(r => (wanted.Count == 0 || wanted.Contains(r.Text(read.IdProperty), StringComparer.Ordinal)) && filters.All(f => Ec2Filters.Matches(r, read, f.Key, f.Value)));
        return Reply(call, new XElement(Space + read.SetName, found.Select(r => Write(r, read))));
    }

    private static XElement Write(CloudResource resource, Ec2Read read) => new(
        Space + "item",
        read.Members.Select(m => new XElement(Space + m.Key, m.Value.StartsWith('=') ? m.Value[1..] : resource.Text(m.Value))),
        new XElement(Space + "tagSet", Ec2Filters.Tags(resource).Select(t => Item(("key", t.Key), ("value", t.Value)))));

    private async Task<AwsReply> SetAsync(AwsCall call, string name, string value, string member)
    {
        call.Effect = store.Get(Settings, call.Region + name) != value;
        await store.CommitAsync(new StoreChange(Settings, call.Region + name, value));
        return Reply(call, new XElement(Space + member, value));
    }

    private static XElement Item(params (string Name, string Value)[] members) => new(Space + "item", members.Select(m => new XElement(Space + m.Name, m.Value)));

    private static AwsReply Reply(AwsCall call, params object[] members) =>
        AwsReply.Xml(new XElement(Space + (call.Operation + "Response"), new XElement(Space + "requestId", call.RequestId), members));
}
