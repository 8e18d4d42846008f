using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>Whether the account's quotas leave room for what a plan makes. Only quotas that the plan touches are asked for.</summary>
internal sealed class QuotaCheck(AwsCheck check)
{
    private const string BalancerType = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    private const string NodeGroupType = "AWS::EKS::Nodegroup";

    /// <summary>The quotas on numbers of resources.</summary>
    public static IReadOnlyList<QuotaKind> Kinds { get; } =
    [
        new("Quota:Addresses", "ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", "AWS::EC2::EIP", "fixed addresses"),
        new("Quota:Vpcs", "vpc", "L-F678F1CE", "VPCs per Region", "AWS::EC2::VPC", "VPCs"),
        new("Quota:InternetGateways", "vpc", "L-A4707A72", "Internet gateways per Region", "AWS::EC2::InternetGateway", "internet gateways"),
        new("Quota:Clusters", "eks", "L-1194D53C", "Clusters", "AWS::EKS::Cluster", "clusters"),
        new("Quota:LoadBalancers", "elasticloadbalancing", "L-69A177A2", "Network Load Balancers per Region", BalancerType, "load balancers"),
    ];

    public async Task<IEnumerable<PreflightFinding>> OfKindAsync(QuotaKind kind, PreflightRequest request, CancellationToken cancellationToken)
    {
        var needed = request.Resources.Count(resource => resource.IsMade && resource.TypeName == kind.TypeName);
        if (kind.TypeName == BalancerType)
            needed += request.Others.Count(resource => resource.IsMade && resource.TypeName.StartsWith("gateway.networking.k8s.io/", StringComparison.Ordinal) && resource.TypeName.EndsWith("/Gateway", StringComparison.Ordinal));
        if (needed == 0)
            return [];
        var used = 0;
        await foreach (var _ in check.Clients.CloudControl.ListAsync(kind.TypeName, null, cancellationToken))
            used++;
        return [Compare(kind.CheckName, kind.QuotaName, kind.Code, kind.Noun, await LimitAsync(kind.Service, kind.Code, cancellationToken), used, needed)];
    }

    /// <summary>Virtual processors of the nodes that the plan makes against those that run.</summary>
    public async Task<IEnumerable<PreflightFinding>> ProcessorsAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var groups = request.Resources.Where(resource => resource.IsMade && resource.TypeName == NodeGroupType).Select(Machines).ToList();
        if (groups.Count == 0)
            return [];
        var sizes = await SizesAsync([.. groups.Select(group => group.Type).Distinct(StringComparer.Ordinal)], cancellationToken);
        var needed = groups.Sum(group => group.Count * sizes.GetValueOrDefault(group.Type));
        var running = await check.Clients.Compute.CallAsync("DescribeInstances", [new("Filter.1.Name", "instance-state-name"), new("Filter.1.Value.1", "running"), new("Filter.1.Value.2", "pending")], cancellationToken);
        var used = running.Descendants().Where(element => element.Name.LocalName == "cpuOptions").Sum(options => Number(options, "coreCount") * Number(options, "threadsPerCore"));
        return [Compare("Quota:VirtualCpus", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", "L-1216C47A", "virtual processors", await LimitAsync("ec2", "L-1216C47A", cancellationToken), used, needed)];
    }

    private static (string Type, int Count) Machines(PreflightResource group) => (
        group.Desired["InstanceTypes"]?[0]?.GetValue<string>() ?? "t3.medium",
        group.Desired["ScalingConfig"]?["DesiredSize"] is JsonValue size && size.TryGetValue<int>(out var count) ? count : 1);

    private async Task<Dictionary<string, int>> SizesAsync(IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var answer = await check.Clients.Compute.CallAsync("DescribeInstanceTypes", types.Select((type, i) => KeyValuePair.Create($"InstanceType.{(i + 1).ToString(CultureInfo.InvariantCulture)}", type)), cancellationToken);
        return answer.Descendants().Where(element => element.Name.LocalName == "item" && Child(element, "instanceType") is not null)
            .ToDictionary(item => Child(item, "instanceType")!.Value, item => Child(item, "vCpuInfo") is { } info ? Number(info, "defaultVCpus") : 0, StringComparer.Ordinal);
    }

    /// <summary>The quota as it is applied to the account, or null when it may not be read.</summary>
    public async Task<int?> LimitAsync(string service, string code, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await check.Clients.Quotas.CallAsync("GetServiceQuota", new JsonObject { ["ServiceCode"] = service, ["QuotaCode"] = code }, cancellationToken);
            return answer["Quota"]?["Value"] is JsonValue value && value.TryGetValue<double>(out var quota) ? (int)quota : null;
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode.Contains("AccessDenied", StringComparison.Ordinal) || exception.ErrorCode == "NoSuchResourceException")
        {
            return null;
        }
    }

    /// <summary>Judges what is used and needed against a quota.</summary>
    public PreflightFinding Compare(string name, string quota, string code, string noun, int? limit, int used, int needed)
    {
        var wants = needed.ToString(CultureInfo.InvariantCulture);
        if (limit is not { } most)
            return new PreflightFinding(name, PreflightStatus.Unknown, $"The quota '{quota}' could not be read; {used.ToString(CultureInfo.InvariantCulture)} {noun} are used.") { Needed = wants, Remedy = "Give the right servicequotas:GetServiceQuota." };
        var free = Math.Max(0, most - used);
        if (free >= needed)
            return AwsCheck.Passed(name, $"The quota of {noun} is enough.", AwsCheck.Free(free, most), wants);
        return new PreflightFinding(name, PreflightStatus.Failed, $"The plan makes {wants} {noun}, but in {check.Account.Region} only {AwsCheck.Free(free, most)} are left.")
        {
            Code = "OPTA3010",
            Measured = AwsCheck.Free(free, most),
            Needed = wants,
            Remedy = $"Nothing was changed. Ask for a higher quota '{quota}' ({code}) in the Service Quotas console, or remove what is not used.",
        };
    }

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static int Number(XElement parent, string name) => int.TryParse(Child(parent, name)?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
