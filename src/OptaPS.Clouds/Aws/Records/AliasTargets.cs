using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Clouds.Aws.Protocol;

namespace OptaPS.Clouds.Aws.Records;

/// <summary>
/// Completes alias targets. A load balancer that a controller in a cluster makes is known by its DNS name only; the hosted zone that its name lies in,
/// which an alias has to give too, is the balancer's own property.
/// </summary>
internal sealed class AliasTargets(Func<AwsQueryClient> balancers)
{
    /// <summary>The record with the zone of its target; itself when it has none to complete.</summary>
    /// <returns>Null when no load balancer of the region has that name.</returns>
    public async Task<RecordSet?> CompleteAsync(RecordSet record, CancellationToken cancellationToken)
    {
        if (record.Document["AliasTarget"] is not JsonObject { } alias || alias["HostedZoneId"] is not null)
            return record;
        if (await ZoneOfAsync(alias["DNSName"]?.ToString() ?? "", cancellationToken) is not { } zone)
            return null;
        var document = record.Document.DeepClone().AsObject();
        document["AliasTarget"]!["HostedZoneId"] = zone;
        return record with { Document = document };
    }

    private async Task<string?> ZoneOfAsync(string name, CancellationToken cancellationToken)
    {
        var marker = "";
        do
        {
            var answer = await balancers().CallAsync("DescribeLoadBalancers", marker.Length == 0 ? [] : [new("Marker", marker)], cancellationToken);
            var found = answer.Descendants().Where(element => element.Name.LocalName == "member").FirstOrDefault(balancer => Same(Text(balancer, "DNSName"), name));
            if (found is not null)
                return Text(found, "CanonicalHostedZoneId");
            marker = answer.Descendants().FirstOrDefault(element => element.Name.LocalName == "NextMarker")?.Value ?? "";
        }
        while (marker.Length > 0);
        return null;
    }

    private static string Text(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value ?? "";

    private static bool Same(string one, string other) => one.Length > 0 && string.Equals(one.TrimEnd('.'), other.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
}
