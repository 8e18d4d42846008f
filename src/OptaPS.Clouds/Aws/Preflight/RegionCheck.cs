using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>What the region offers: that it is enabled, the Kubernetes version, and the machines in the zones that are used.</summary>
internal sealed class RegionCheck(AwsCheck check)
{
    public async Task<IEnumerable<PreflightFinding>> EnabledAsync(CancellationToken cancellationToken)
    {
        var answer = await check.Clients.Compute.CallAsync("DescribeRegions", [new("RegionName.1", check.Account.Region), new("AllRegions", "true")], cancellationToken);
        var status = Values(answer, "optInStatus").FirstOrDefault() ?? "unknown";
        return status != "not-opted-in"
            ? [AwsCheck.Passed("Region", $"The region {check.Account.Region} is enabled.", status, "enabled")]
            :
            [
                new PreflightFinding("Region", PreflightStatus.Failed, $"The region {check.Account.Region} is not enabled for account {check.Account.AccountId}.")
                {
                    Code = "OPTA3034",
                    Measured = status,
                    Needed = "enabled",
                    Remedy = "Nothing was changed. Enable the region in the account's settings, or choose another one.",
                },
            ];
    }

    public async Task<IEnumerable<PreflightFinding>> VersionAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.Resources.Where(resource => resource.TypeName == "AWS::EKS::Cluster").Select(resource => (resource.Address, Version: resource.Desired["Version"]?.ToString() ?? "")).Where(pair => pair.Version.Length > 0).ToList();
        if (wanted.Count == 0)
            return [];
        var answer = await check.Clients.Kubernetes.GetAsync("DescribeClusterVersions", "/cluster-versions", new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
        var offered = (answer["clusterVersions"]?.AsArray() ?? []).OfType<JsonObject>().ToDictionary(version => version["clusterVersion"]!.ToString(), StringComparer.Ordinal);
        return wanted.Select(pair => Judge(pair.Address, pair.Version, offered));
    }

    /// <summary>Whether the machine types of new nodes are offered in the zones of the plan's subnets.</summary>
    public async Task<IEnumerable<PreflightFinding>> MachinesAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var groups = request.Resources.Where(resource => resource.IsMade && resource.TypeName == "AWS::EKS::Nodegroup" && resource.Desired["InstanceTypes"] is JsonArray { Count: > 0 }).ToList();
        var zones = request.Resources.Where(resource => resource.TypeName == "AWS::EC2::Subnet").Select(resource => resource.Desired["AvailabilityZone"] as JsonValue).OfType<JsonValue>().Select(zone => zone.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var findings = new List<PreflightFinding>();
        foreach (var group in groups)
        {
            var type = group.Desired["InstanceTypes"]![0]!.ToString();
            var answer = await check.Clients.Compute.CallAsync(
                "DescribeInstanceTypeOfferings",
                [new("LocationType", "availability-zone"), new("Filter.1.Name", "instance-type"), new("Filter.1.Value.1", type)],
                cancellationToken);
            var offered = Values(answer, "location").ToHashSet(StringComparer.Ordinal);
            var missing = zones.Where(zone => !offered.Contains(zone)).ToList();
            findings.Add(missing.Count == 0 && offered.Count > 0
                ? AwsCheck.Passed("Machines", $"{type} is offered in the zones of the network.", $"{offered.Count.ToString(CultureInfo.InvariantCulture)} zones", string.Join(", ", zones))
                : new PreflightFinding("Machines", PreflightStatus.Failed, offered.Count == 0 ? $"{type} for '{group.Address}' is not offered in {check.Account.Region}." : $"{type} for '{group.Address}' is not offered in {string.Join(", ", missing)}.")
                {
                    Code = "OPTA3035",
                    Measured = string.Join(", ", offered.Order(StringComparer.Ordinal)),
                    Needed = string.Join(", ", zones),
                    Resource = group.Address,
                    Remedy = "Nothing was changed. Choose another node_instance_type, or other subnets.",
                });
        }

        return findings;
    }

    private static PreflightFinding Judge(string address, string version, Dictionary<string, JsonObject> offered)
    {
        if (!offered.TryGetValue(version, out var known))
        {
            return new PreflightFinding("KubernetesVersion", PreflightStatus.Failed, $"Kubernetes {version} for '{address}' is not offered.")
            {
                Code = "OPTA3036",
                Measured = string.Join(", ", offered.Keys.OrderDescending(StringComparer.Ordinal)),
                Needed = version,
                Resource = address,
                Remedy = "Nothing was changed. Choose one of the versions that are offered.",
            };
        }

        return known["versionStatus"]?.ToString() == "STANDARD_SUPPORT"
            ? AwsCheck.Passed("KubernetesVersion", $"Kubernetes {version} is in standard support.", "standard support", version)
            : new PreflightFinding("KubernetesVersion", PreflightStatus.Warning, $"Kubernetes {version} for '{address}' is in extended support, which costs about six times as much.")
            {
                Code = "OPTA3037",
                Measured = "extended support",
                Needed = version,
                Resource = address,
                Remedy = "Choose a newer version.",
            };
    }

    private static IEnumerable<string> Values(XElement answer, string name) => answer.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value);
}
