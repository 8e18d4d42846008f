using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.S3;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Route53;

/// <summary>Route 53 (REST-XML of 2013-04-01): zones as reads, record sets as reads and changes. A change is in sync at once.</summary>
internal sealed class Route53Service(CloudWorld world, RecordStore records, TimeProvider time) : IAwsService
{
    private static readonly XNamespace Space = RecordXml.Space;

    public string Name => "route53";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Query;

    public void Identify(AwsCall call)
    {
        var path = call.Path.Trim('/').Split('/');
        call.Operation = (call.Method, path) switch
        {
            ("GET", [_, "hostedzone"]) => "ListHostedZones",
            ("GET", [_, "hostedzonesbyname"]) => "ListHostedZonesByName",
            ("GET", [_, "hostedzone", _]) => "GetHostedZone",
            ("GET", [_, "hostedzone", _, "rrset"]) => "ListResourceRecordSets",
            ("POST", [_, "hostedzone", _, "rrset"]) => "ChangeResourceRecordSets",
            ("GET", [_, "change", _]) => "GetChange",
            _ => $"{call.Method} {call.Path}"
        };
        call.Mutating = call.Operation == "ChangeResourceRecordSets";
        call.ResourceType = "AWS::Route53::RecordSet";
        call.Identifier = path.Length > 2 ? path[2] : "";
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        switch (call.Operation)
        {
            case "ListHostedZones" or "ListHostedZonesByName":
                var wanted = call.Optional("dnsname")?.TrimEnd('.');
                var zones = world.All("AWS::Route53::HostedZone", CloudWorld.GlobalRegion).Where(z => wanted is null || z.Text("Name").TrimEnd('.') == wanted);
                return Reply(call, new XElement(Space + "HostedZones", zones.Select(Zone)), new XElement(Space + "IsTruncated", "false"), new XElement(Space + "MaxItems", "100"));
            case "GetHostedZone":
                var zone = Find(call.Identifier);
                return Reply(call, Zone(zone), new XElement(Space + "DelegationSet", new XElement(Space + "NameServers", PropertyPath.Values(zone.Model, "NameServers/*").Select(n => new XElement(Space + "NameServer", n)))));
            case "ListResourceRecordSets":
                return Reply(call, new XElement(Space + "ResourceRecordSets", records.All(Find(call.Identifier)).Select(RecordXml.Write)), new XElement(Space + "IsTruncated", "false"), new XElement(Space + "MaxItems", "300"));
            case "ChangeResourceRecordSets":
                var changes = S3Xml.Parse(call.Body).Descendants().Where(e => e.Name.LocalName == "Change")
                    .Select(c => (c.Elements().First(e => e.Name.LocalName == "Action").Value, RecordXml.Read(c.Elements().First(e => e.Name.LocalName == "ResourceRecordSet")))).ToList();
                await records.ApplyAsync(Find(call.Identifier), changes);
                call.Effect = changes.Count > 0;
                return Reply(call, Change("C" + Guid.NewGuid().ToString("N")[..20].ToUpperInvariant()));
            case "GetChange":
                return Reply(call, Change(call.Identifier));
            default:
                throw AwsException.NotFound("UnknownOperationException", $"The sandbox serves no Route 53 operation {call.Operation}.");
        }
    }

    private CloudResource Find(string id) => world.Find("AWS::Route53::HostedZone", CloudWorld.GlobalRegion, id)
        ?? throw AwsException.NotFound("NoSuchHostedZone", $"No hosted zone found with ID: {id}");

    private XElement Zone(CloudResource zone) => new(
        Space + "HostedZone",
        new XElement(Space + "Id", "/hostedzone/" + zone.Identifier),
        new XElement(Space + "Name", zone.Text("Name").TrimEnd('.') + "."),
        new XElement(Space + "CallerReference", zone.Identifier),
        new XElement(Space + "Config", new XElement(Space + "PrivateZone", zone.Text("VPCs/0/VPCId").Length > 0 ? "true" : "false")),
        new XElement(Space + "ResourceRecordSetCount", records.All(zone).Count));

    private XElement Change(string id) => new(
        Space + "ChangeInfo",
        new XElement(Space + "Id", "/change/" + id),
        new XElement(Space + "Status", "INSYNC"),
        new XElement(Space + "SubmittedAt", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'")));

    private static AwsReply Reply(AwsCall call, params object[] members) => AwsReply.Xml(new XElement(Space + (call.Operation + "Response"), members));
}
