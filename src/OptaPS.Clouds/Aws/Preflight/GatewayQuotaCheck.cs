using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>NAT gateways, whose quota is counted in each availability zone.</summary>
internal sealed class GatewayQuotaCheck(AwsCheck check, QuotaCheck quotas)
{
    private const string Name = "Quota:NatGateways";
    private const string Code = "L-FE5A380F";
    private const string QuotaName = "NAT gateways per Availability Zone";

    public async Task<IEnumerable<PreflightFinding>> RunAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var made = request.Resources.Where(resource => resource.IsMade && resource.TypeName == "AWS::EC2::NatGateway").ToList();
        if (made.Count == 0)
            return [];
        var subnets = await Zones("DescribeSubnets", "subnetId", "availabilityZone", cancellationToken);
        var used = await Zones("DescribeNatGateways", "natGatewayId", "subnetId", cancellationToken, "state", "available", "pending");
        var usedByZone = used.Values.Select(subnet => subnets.GetValueOrDefault(subnet, "")).CountBy(zone => zone, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var limit = await quotas.LimitAsync("vpc", Code, cancellationToken);
        var findings = made.Select(gateway => ZoneOf(gateway, request, subnets)).CountBy(zone => zone, StringComparer.Ordinal)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key.Length == 0
                ? new PreflightFinding(Name, PreflightStatus.Unknown, "The zone of a new NAT gateway is known only during the apply.") { Needed = Text(pair.Value), Remedy = $"Look at the quota '{QuotaName}' ({Code}) yourself." }
                : quotas.Compare(Name, QuotaName, Code, $"NAT gateways in {pair.Key}", limit, usedByZone.GetValueOrDefault(pair.Key), pair.Value))
            .ToList();

        // One line when all is well; the fullest zone says most.
        return findings.TrueForAll(finding => finding.Status == PreflightStatus.Passed) ? [findings.MaxBy(finding => int.Parse(finding.Needed, CultureInfo.InvariantCulture))!] : findings.Where(finding => finding.Status != PreflightStatus.Passed);
    }

    private static string ZoneOf(PreflightResource gateway, PreflightRequest request, Dictionary<string, string> subnets)
    {
        var subnet = gateway.Desired["SubnetId"];
        if (subnet is JsonValue known)
            return subnets.GetValueOrDefault(known.ToString(), "");
        var address = ExpressionReader.References(subnet).FirstOrDefault()?.Address;
        return request.Resources.FirstOrDefault(resource => resource.Address == address)?.Desired["AvailabilityZone"] is JsonValue zone ? zone.ToString() : "";
    }

    private async Task<Dictionary<string, string>> Zones(string action, string key, string value, CancellationToken cancellationToken, string? filter = null, params string[] allowed)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        string? page = null;
        do
        {
            List<KeyValuePair<string, string>> parameters = page is null ? [] : [new("NextToken", page)];
            if (filter is not null)
                parameters.AddRange([new("Filter.1.Name", filter), .. allowed.Select((text, i) => KeyValuePair.Create($"Filter.1.Value.{Text(i + 1)}", text))]);
            var answer = await check.Clients.Compute.CallAsync(action, parameters, cancellationToken);
            foreach (var item in answer.Descendants().Where(element => element.Name.LocalName == "item" && Child(element, key) is not null))
                found[Child(item, key)!] = Child(item, value) ?? "";
            page = Child(answer, "nextToken");
        }
        while (!string.IsNullOrEmpty(page));
        return found;
    }

    private static string? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
