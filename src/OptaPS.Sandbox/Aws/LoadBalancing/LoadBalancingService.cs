using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.LoadBalancing;

/// <summary>Elastic Load Balancing v2, Query of 2015-12-01: reads.</summary>
internal sealed class LoadBalancingService(CloudWorld world) : IAwsService
{
    private const string Balancer = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    private const string Group = "AWS::ElasticLoadBalancingV2::TargetGroup";
    private const string Listener = "AWS::ElasticLoadBalancingV2::Listener";
    private static readonly XNamespace Space = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

    public string Name => "elasticloadbalancing";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Query;

    public void Identify(AwsCall call)
    {
        call.Operation = call.Optional("Action") ?? "";
        call.ResourceType = call.Operation.Contains("TargetGroup", StringComparison.Ordinal) ? Group : call.Operation.Contains("Listener", StringComparison.Ordinal) ? Listener : Balancer;
        call.Identifier = call.Optional("LoadBalancerArns.member.1") ?? call.Optional("TargetGroupArns.member.1") ?? call.Optional("LoadBalancerArn") ?? "";
    }

    public Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        return Task.FromResult(call.Operation switch
        {
            "DescribeLoadBalancers" => Reply(call, "LoadBalancers", Select(call, Balancer, "LoadBalancerArns", "LoadBalancerArn", "Names", "LoadBalancerNotFound", "load balancers"), WriteBalancer),
            "DescribeTargetGroups" => Reply(call, "TargetGroups", Select(call, Group, "TargetGroupArns", "TargetGroupArn", "Names", "TargetGroupNotFound", "target groups").Where(g => OfBalancer(call, g)), WriteGroup),
            "DescribeListeners" => Reply(call, "Listeners", Select(call, Listener, "ListenerArns", "ListenerArn", "Names", "ListenerNotFound", "listeners").Where(l => call.Optional("LoadBalancerArn") is not { } arn || l.Text("LoadBalancerArn") == arn), WriteListener),
            "DescribeTags" => Reply(call, "TagDescriptions", call.List("ResourceArns").Select(arn => Any(call, arn)), WriteTags),
            _ => throw QueryReply.Unknown(call)
        });
    }

    private IEnumerable<CloudResource> Select(AwsCall call, string type, string arns, string property, string names, string code, string noun)
    {
        var all = world.All(type, call.Region);
        var wanted = call.List(arns);
        var named = call.List(names);
        if (wanted.FirstOrDefault(w => all.All(r => r.Text(property) != w)) is { } missing)
        {
            throw AwsException.BadRequest(code, $"One or more {noun} not found: '{missing}'");
        }

        if (named.FirstOrDefault(n => all.All(r => r.Text("Name") != n)) is { } unnamed)
        {
            throw AwsException.BadRequest(code, $"One or more {noun} not found: '[{unnamed}]'");
        }

        return all.Where(r => (wanted.Count == 0 || wanted.Contains(r.Text(property), StringComparer.Ordinal)) && (named.Count == 0 || named.Contains(r.Text("Name"), StringComparer.Ordinal)));
    }

    private bool OfBalancer(AwsCall call, CloudResource group) => call.Optional("LoadBalancerArn") is not { } arn
        || world.All(Listener, call.Region).Any(l => l.Text("LoadBalancerArn") == arn && PropertyPath.Values(l.Model, "DefaultActions/*/TargetGroupArn").Contains(group.Text("TargetGroupArn"), StringComparer.Ordinal));

    private CloudResource Any(AwsCall call, string arn) =>
        world.All(Balancer, call.Region).FirstOrDefault(r => r.Text("LoadBalancerArn") == arn) ?? world.All(Group, call.Region).FirstOrDefault(r => r.Text("TargetGroupArn") == arn)
        ?? throw AwsException.BadRequest("LoadBalancerNotFound", $"One or more resources not found: '{arn}'");

    private static IEnumerable<object?> WriteBalancer(CloudResource r) =>
    [
        Member("LoadBalancerArn", r.Text("LoadBalancerArn")),
        Member("DNSName", r.Text("DNSName")),
        Member("CanonicalHostedZoneId", r.Text("CanonicalHostedZoneID")),
        Member("CreatedTime", QueryReply.Time(r.Created)),
        Member("LoadBalancerName", r.Text("Name")),
        Member("Scheme", r.Text("Scheme")),
        new XElement(Space + "State", Member("Code", r.State == ResourceState.Creating ? "provisioning" : "active")),
        Member("Type", r.Text("Type")),
        Member("IpAddressType", r.Text("IpAddressType")),
        new XElement(Space + "SecurityGroups", PropertyPath.Values(r.Model, "SecurityGroups/*").Select(g => new XElement(Space + "member", g)))
    ];

    private static IEnumerable<object?> WriteGroup(CloudResource r) =>
    [
        Member("TargetGroupArn", r.Text("TargetGroupArn")),
        Member("TargetGroupName", r.Text("TargetGroupName") is { Length: > 0 } name ? name : r.Text("Name")),
        Member("Protocol", r.Text("Protocol")),
        Member("Port", r.Text("Port")),
        Member("VpcId", r.Text("VpcId")),
        Member("TargetType", r.Text("TargetType")),
        Member("HealthCheckPath", r.Text("HealthCheckPath"))
    ];

    private static IEnumerable<object?> WriteListener(CloudResource r) =>
    [
        Member("ListenerArn", r.Text("ListenerArn")),
        Member("LoadBalancerArn", r.Text("LoadBalancerArn")),
        Member("Port", r.Text("Port")),
        Member("Protocol", r.Text("Protocol")),
        new XElement(Space + "Certificates", PropertyPath.Values(r.Model, "Certificates/*/CertificateArn").Select(c => new XElement(Space + "member", Member("CertificateArn", c)))),
        new XElement(Space + "DefaultActions", (r.Model["DefaultActions"] as JsonArray ?? []).Select(a => new XElement(Space + "member", Member("Type", a!["Type"]?.ToString() ?? ""), Member("TargetGroupArn", a["TargetGroupArn"]?.ToString() ?? ""))))
    ];

    private static IEnumerable<object?> WriteTags(CloudResource r) =>
    [
        Member("ResourceArn", r.Text(r.Type == Balancer ? "LoadBalancerArn" : "TargetGroupArn")),
        new XElement(Space + "Tags", (r.Model["Tags"] as JsonArray ?? []).Select(t => new XElement(Space + "member", Member("Key", t!["Key"]!.ToString()), Member("Value", t["Value"]!.ToString()))))
    ];

    private static AwsReply Reply(AwsCall call, string list, IEnumerable<CloudResource> found, Func<CloudResource, IEnumerable<object?>> write) =>
        QueryReply.Of(call, Space, QueryReply.List(Space, list, "member", found.Select(write)));

    private static XElement? Member(string name, string value) => QueryReply.Text(Space, name, value);
}
