using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.S3;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Route53;

/// <summary>Route 53 (REST-XML of 2013-04-01): zones as reads, record sets as reads and changes. A change is in sync at once.</summary>
internal sealed class Route53Service(CloudWorld world, RecordStore records, ResourceFactory factory, TimeProvider time) : IAwsService
{
    private const string ZoneType = "AWS::Route53::HostedZone";
    private static readonly XNamespace Space = RecordXml.Space;

    public string Name => "route53";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Query;

    public void Identify(AwsCall call)
    {
        var path = call.Path.Trim('/').Split('/');
        call.Operation = (call.Method, path) switch
        {
            ("GET", [_, "hostedzone"]) => "ListHostedZones",
            ("POST", [_, "hostedzone"]) => "CreateHostedZone",
            ("DELETE", [_, "hostedzone", _]) => "DeleteHostedZone",
            ("GET", [_, "hostedzonecount"]) => "GetHostedZoneCount",
            ("GET", [_, "tags", "hostedzone", _]) => "ListTagsForResource",
            ("GET", [_, "hostedzonesbyname"]) => "ListHostedZonesByName",
            ("GET", [_, "hostedzone", _]) => "GetHostedZone",
            ("GET", [_, "hostedzone", _, "rrset"]) => "ListResourceRecordSets",
            ("POST", [_, "hostedzone", _, "rrset"]) => "ChangeResourceRecordSets",
            ("GET", [_, "change", _]) => "GetChange",
            _ => $"{call.Method} {call.Path}"
        };
        call.Mutating = call.Operation is "ChangeResourceRecordSets" or "CreateHostedZone" or "DeleteHostedZone";
        call.ResourceType = "AWS::Route53::RecordSet";
        call.Identifier = path.Length > 2 ? path[^1] is "rrset" ? path[^2] : path[^1] : "";
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
                return Reply(call, Zone(zone), Delegation(zone));
            case "CreateHostedZone":
                return await CreateAsync(call);
            case "DeleteHostedZone":
                return await DeleteAsync(call, Find(call.Identifier));
            case "GetHostedZoneCount":
                return Reply(call, new XElement(Space + "HostedZoneCount", world.All(ZoneType, CloudWorld.GlobalRegion).Count));
            case "ListTagsForResource":
                var tagged = Find(call.Identifier);
                return Reply(call, new XElement(
                    Space + "ResourceTagSet",
                    new XElement(Space + "ResourceType", "hostedzone"),
                    new XElement(Space + "ResourceId", tagged.Identifier),
                    new XElement(Space + "Tags", (tagged.Model["HostedZoneTags"] as JsonArray ?? []).Select(t => new XElement(Space + "Tag", new XElement(Space + "Key", t!["Key"]!.ToString()), new XElement(Space + "Value", t["Value"]!.ToString()))))));
            case "ListResourceRecordSets":
                return List(call, Find(call.Identifier));
            case "ChangeResourceRecordSets":
                var changes = S3Xml.Parse(call.Body).Descendants().Where(e => e.Name.LocalName == "Change")
                    .Select(c => (c.Elements().First(e => e.Name.LocalName == "Action").Value, RecordXml.Read(c.Elements().First(e => e.Name.LocalName == "ResourceRecordSet")))).ToList();
                await records.ApplyAsync(Find(call.Identifier), changes);
                call.Effect = changes.Count > 0;
                return Reply(call, Change(NewChange()));
            case "GetChange":
                return Reply(call, Change(call.Identifier));
            default:
                throw AwsException.NotFound("UnknownOperationException", $"The sandbox serves no Route 53 operation {call.Operation}.");
        }
    }

    // By name with the labels reversed, then by type, from the given name and type on.
    private AwsReply List(AwsCall call, CloudResource zone)
    {
        static string Place(string name, string type) => string.Join('.', name.TrimEnd('.').Split('.').Reverse()) + "\0" + type;
        var size = int.TryParse(call.Optional("maxitems"), out var wanted) ? Math.Clamp(wanted, 1, 300) : 300;
        var first = Place((call.Optional("name") ?? "").Replace("\\052", "*", StringComparison.Ordinal).ToLowerInvariant(), call.Optional("type") ?? "");
        List<RecordSet> from = [.. records.All(zone).OrderBy(r => Place(r.Name, r.Type), StringComparer.Ordinal).SkipWhile(r => call.Optional("name") is not null && string.CompareOrdinal(Place(r.Name, r.Type), first) < 0)];
        var next = from.Count > size ? RecordXml.Write(from[size]) : null;
        return Reply(
            call,
            new XElement(Space + "ResourceRecordSets", from.Take(size).Select(RecordXml.Write)),
            new XElement(Space + "IsTruncated", next is null ? "false" : "true"),
            next is null ? [] : (object[])[new XElement(Space + "NextRecordName", next.Element(Space + "Name")!.Value), new XElement(Space + "NextRecordType", next.Element(Space + "Type")!.Value)],
            new XElement(Space + "MaxItems", size));
    }

    private async Task<AwsReply> CreateAsync(AwsCall call)
    {
        var request = S3Xml.Parse(call.Body);
        string Text(string name) => request.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";
        var name = Text("Name").TrimEnd('.').ToLowerInvariant();
        if (name.Length == 0 || !name.Split('.').All(l => l.Length is > 0 and < 64))
        {
            throw AwsException.BadRequest("InvalidDomainName", $"{Text("Name")} is not a valid domain name");
        }

        var model = new JsonObject { ["Name"] = name + "." };
        if (request.Descendants().FirstOrDefault(e => e.Name.LocalName == "VPC") is { } vpc)
        {
            model["VPCs"] = new JsonArray(new JsonObject { ["VPCId"] = vpc.Elements().First(e => e.Name.LocalName == "VPCId").Value, ["VPCRegion"] = vpc.Elements().FirstOrDefault(e => e.Name.LocalName == "VPCRegion")?.Value ?? call.Region });
        }

        var reference = Text("CallerReference");
        if (world.All(ZoneType, CloudWorld.GlobalRegion).Any(other => other.CallerReference.Length > 0 && other.CallerReference == reference))
        {
            throw new AwsException(409, "HostedZoneAlreadyExists", $"A hosted zone has already been created with the specified caller reference: {reference}");
        }

        CloudResource zone;
        try
        {
            zone = await factory.CreateAsync(ZoneType, model, call.Region, call.RequestId, call.Caller.Arn);
        }
        catch (HandlerFailure failure)
        {
            throw AwsException.BadRequest("InvalidInput", failure.Message);
        }

        zone = zone with { CallerReference = reference };
        await world.PutAsync(zone);
        call.Identifier = zone.Identifier;
        call.Effect = true;
        return Reply(call, Zone(zone), Change(NewChange()), Delegation(zone)) with
        {
            Status = 201,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = $"https://route53.amazonaws.com/2013-04-01/hostedzone/{zone.Identifier}" }
        };
    }

    private async Task<AwsReply> DeleteAsync(AwsCall call, CloudResource zone)
    {
        try
        {
            await factory.DeleteAsync(zone, call.RequestId);
        }
        catch (HandlerFailure failure)
        {
            throw AwsException.BadRequest("HostedZoneNotEmpty", failure.Message.Split(" (Service:")[0]);
        }

        call.Effect = true;
        return Reply(call, Change(NewChange()));
    }

    private static string NewChange() => "C" + Guid.NewGuid().ToString("N")[..20].ToUpperInvariant();

    private static XElement Delegation(CloudResource zone) =>
        new(Space + "DelegationSet", new XElement(Space + "NameServers", PropertyPath.Values(zone.Model, "NameServers/*").Select(n => new XElement(Space + "NameServer", n))));

    private CloudResource Find(string id) => world.Find("AWS::Route53::HostedZone", CloudWorld.GlobalRegion, id)
        ?? throw AwsException.NotFound("NoSuchHostedZone", $"No hosted zone found with ID: {id}");

    private XElement Zone(CloudResource zone) => new(
        Space + "HostedZone",
        new XElement(Space + "Id", "/hostedzone/" + zone.Identifier),
        new XElement(Space + "Name", zone.Text("Name").TrimEnd('.') + "."),
        new XElement(Space + "CallerReference", zone.CallerReference.Length > 0 ? zone.CallerReference : zone.Identifier),
        new XElement(Space + "Config", new XElement(Space + "PrivateZone", zone.Text("VPCs/0/VPCId").Length > 0 ? "true" : "false")),
        new XElement(Space + "ResourceRecordSetCount", records.All(zone).Count));

    private XElement Change(string id) => new(
        Space + "ChangeInfo",
        new XElement(Space + "Id", "/change/" + id),
        new XElement(Space + "Status", "INSYNC"),
        new XElement(Space + "SubmittedAt", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'")));

    private static AwsReply Reply(AwsCall call, params object[] members) => AwsReply.Xml(new XElement(Space + (call.Operation + "Response"), members));
}
