using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Clouds.Aws;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Clouds.Tests;

/// <summary>Record sets over the wire of Route 53's own API: its writing of names, its pages, changes that take time, and aliases to load balancers.</summary>
public class RecordTests
{
    private const string Type = "AWS::Route53::RecordSet";
    private const string Space = "xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"";
    private static readonly Ownership Owner = new("acme", "staging", "staging");

    [Fact]
    public async Task Alias_GetsTheZoneOfItsLoadBalancer_AndIsFollowedUntilItIsInSync()
    {
        await using var server = await ScriptedServer.StartAsync();
        var written = false;
        server.Answer = request => request switch
        {
            { Operation: "DescribeLoadBalancers", Body: var body } when !body.Contains("Marker=", StringComparison.Ordinal) => Xml("<R><LoadBalancers><member><DNSName>other.elb.us-east-1.amazonaws.com</DNSName></member></LoadBalancers><NextMarker>m2</NextMarker></R>"),
            { Operation: "DescribeLoadBalancers" } => Xml("<R><LoadBalancers><member><DNSName>Entry.elb.us-east-1.amazonaws.com</DNSName><CanonicalHostedZoneId>Z26</CanonicalHostedZoneId></member></LoadBalancers></R>"),
            { Method: "POST" } => Xml($"<R {Space}><ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status></ChangeInfo></R>"),
            { Path: "/2013-04-01/change/C1" } => Xml($"<R {Space}><ChangeInfo><Id>/change/C1</Id><Status>{(written ? "INSYNC" : "PENDING")}</Status></ChangeInfo></R>"),
            _ => Xml($"<R {Space}><ResourceRecordSets><ResourceRecordSet><Name>\\052.shop.test.</Name><Type>A</Type><AliasTarget><HostedZoneId>Z26</HostedZoneId><DNSName>entry.elb.us-east-1.amazonaws.com.</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget></ResourceRecordSet></ResourceRecordSets><IsTruncated>false</IsTruncated></R>"),
        };
        using var provider = Provider(server);
        var desired = new JsonObject
        {
            ["HostedZoneId"] = "Z1", ["Name"] = "*.shop.test", ["Type"] = "A",
            ["AliasTarget"] = new JsonObject { ["DNSName"] = "entry.elb.us-east-1.amazonaws.com", ["EvaluateTargetHealth"] = false },
        };
        var started = await provider.CreateAsync(new CreateRequest("k8sbase/wildcard-record", Type, Owner, null, desired, ""), CancellationToken.None);
        Assert.Equal((OperationStatus.Pending, "C1", "Z1|*.shop.test|A"), (started.Status, started.Handle, started.Identifier));
        var sent = XElement.Parse(server.Requests[^1].Body);
        Assert.Equal(["CREATE", "*.shop.test.", "A", "Z26", "entry.elb.us-east-1.amazonaws.com", "false"], sent.Descendants().Where(element => !element.HasElements).Select(element => element.Value));
        Assert.Contains("/us-east-1/route53/aws4_request", server.Requests[^1].Headers["authorization"], StringComparison.Ordinal);

        PollRequest poll = new("k8sbase/wildcard-record", Type, Owner, null, "C1", started.Identifier, desired);
        Assert.Equal(OperationStatus.Pending, (await provider.PollAsync(poll, CancellationToken.None)).Status);
        written = true;
        var done = await provider.PollAsync(poll, CancellationToken.None);
        Assert.Equal(OperationStatus.Done, done.Status);

        // What Route 53 writes in its own way is no difference.
        var plan = await provider.PlanAsync(new PlanRequest("k8sbase/wildcard-record", Type, Owner, null, desired, desired, new ResourceSnapshot(done.Identifier!, done.Properties!)), CancellationToken.None);
        Assert.Equal(PlannedAction.None, plan.Action);
    }

    [Fact]
    public async Task Zone_WithRecordsOfOthersOnALaterPage_IsNotTouched()
    {
        await using var server = await ScriptedServer.StartAsync();
        static string Set(string name, string type, string value) => $"<ResourceRecordSet><Name>{name}</Name><Type>{type}</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>{value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>";
        server.Answer = request => request.Path.Contains("name=next", StringComparison.Ordinal)
            ? Xml($"<R {Space}><ResourceRecordSets>{Set("next.shop.test.", "MX", "10 mail.test")}</ResourceRecordSets><IsTruncated>false</IsTruncated></R>")
            : Xml($"<R {Space}><ResourceRecordSets>{Set("shop.test.", "NS", "ns1.test")}{Set("shop.test.", "SOA", "ns1.test")}{Set("_1.shop.test.", "CNAME", "_2.acm-validations.aws.")}</ResourceRecordSets><IsTruncated>true</IsTruncated><NextRecordName>next.shop.test.</NextRecordName><NextRecordType>MX</NextRecordType></R>");
        using var provider = Provider(server);
        var refused = await provider.DeleteAsync(new DeleteRequest("dns/zone", "AWS::Route53::HostedZone", Owner, null, "Z1", null, ""), CancellationToken.None);
        Assert.Equal(("OPTA3039", "MX next.shop.test", RetryAdvice.No), (refused.Failure!.Diagnostic.Code, refused.Failure.Diagnostic.Cause, refused.Failure.Retry));
        Assert.Contains("(1)", refused.Failure.Diagnostic.Message, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.Equal("GET", request.Method));
    }

    private static AwsResourceProvider Provider(ScriptedServer server) => new(
        new AwsAccount("000000000000", "us-east-1"),
        server.Endpoints with { Services = new Dictionary<string, Uri>(server.Endpoints.Services, StringComparer.Ordinal) { ["aws:route53"] = server.Address, ["aws:elasticloadbalancing"] = server.Address } },
        TimeProvider.System);

    private static Scripted Xml(string body) => new(200, body, "text/xml");
}
