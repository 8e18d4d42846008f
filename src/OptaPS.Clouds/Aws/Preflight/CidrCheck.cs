using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>Address ranges: subnets lie in their network and apart from each other; the network does not overlap others of the account, which could then never be connected.</summary>
internal sealed class CidrCheck(AwsCheck check)
{
    public async Task<IEnumerable<PreflightFinding>> RunAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var networks = Ranges(request, "AWS::EC2::VPC");
        if (networks.Count == 0)
            return [];
        var findings = Subnets(networks, Ranges(request, "AWS::EC2::Subnet")).ToList();
        var answer = await check.Clients.Compute.CallAsync("DescribeVpcs", [], cancellationToken);
        var others = answer.Descendants().Where(element => element.Name.LocalName == "vpcId" && element.Parent is not null)
            .Select(id => (Id: id.Value, Range: id.Parent!.Elements().FirstOrDefault(element => element.Name.LocalName == "cidrBlock")?.Value))
            .DistinctBy(pair => pair.Id, StringComparer.Ordinal)
            .ToList();
        foreach (var (address, range) in networks)
        {
            foreach (var (id, text) in others)
            {
                if (IPNetwork.TryParse(text, out var other) && Overlap(range, other))
                {
                    findings.Add(new PreflightFinding("Cidr", PreflightStatus.Warning, $"The range {range} of '{address}' overlaps {other} of {id}; the two networks can never be peered.")
                    {
                        Code = "OPTA3032",
                        Measured = other.ToString(),
                        Needed = range.ToString(),
                        Resource = address,
                        Remedy = "Choose another total_ipv4_cidr_block if they are to be connected some day; it cannot be changed later.",
                    });
                }
            }
        }

        return findings.Count > 0 ? findings : [AwsCheck.Passed("Cidr", "The address ranges overlap nothing.", $"{others.Count} other networks", string.Join(", ", networks.Select(network => network.Range)))];
    }

    private static IEnumerable<PreflightFinding> Subnets(List<(string Address, IPNetwork Range)> networks, List<(string Address, IPNetwork Range)> subnets)
    {
        foreach (var (address, range) in subnets.Where(subnet => networks.Count == 1 && !Contains(networks[0].Range, subnet.Range)))
            yield return Wrong(address, range, networks[0].Range, $"The range {range} of '{address}' does not lie in {networks[0].Range} of '{networks[0].Address}'.");
        for (var i = 0; i < subnets.Count; i++)
        {
            for (var j = i + 1; j < subnets.Count; j++)
            {
                if (Overlap(subnets[i].Range, subnets[j].Range))
                    yield return Wrong(subnets[j].Address, subnets[j].Range, subnets[i].Range, $"The ranges {subnets[i].Range} of '{subnets[i].Address}' and {subnets[j].Range} of '{subnets[j].Address}' overlap.");
            }
        }
    }

    private static PreflightFinding Wrong(string address, IPNetwork range, IPNetwork other, string message) => new("Cidr", PreflightStatus.Failed, message)
    {
        Code = "OPTA3033",
        Measured = other.ToString(),
        Needed = range.ToString(),
        Resource = address,
        Remedy = "Nothing was changed. Correct the ranges in the file.",
    };

    // Of networks that are made now, the others are looked at; those that exist are among the others themselves.
    private static List<(string Address, IPNetwork Range)> Ranges(PreflightRequest request, string typeName) =>
    [
        .. request.Resources.Where(resource => resource.IsMade && resource.TypeName == typeName && resource.Desired["CidrBlock"] is JsonValue)
            .Select(resource => (resource.Address, Parsed: IPNetwork.TryParse(resource.Desired["CidrBlock"]!.ToString(), out var range) ? range : (IPNetwork?)null))
            .Where(pair => pair.Parsed is not null)
            .Select(pair => (pair.Address, pair.Parsed!.Value)),
    ];

    private static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private static bool Contains(IPNetwork outer, IPNetwork inner) => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);
}
