using System.Text.Json.Nodes;
using OptaPS.Modules.Aws.Dns;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Aws.Entry;

/// <summary>
/// The records by which a domain and every name one label below it lead to the entry's load balancer. The balancer is made by a controller in the
/// cluster; its name is the gateway's address, and the zone of that name the provider asks for when it writes the record.
/// </summary>
internal static class EntryRecords
{
    /// <summary>Adds the records.</summary>
    public static void Add(GraphBuilder graph, EntryDomain entry, ResourceHandle gateway)
    {
        foreach (var (name, host) in ((string, string)[])[("domain-record", entry.Domain!), ("wildcard-record", "*." + entry.Domain)])
        {
            graph.Aws(name, "Route53::RecordSet", new JsonObject
            {
                ["HostedZoneId"] = entry.Zone!.DeepClone(),
                ["Name"] = host,
                ["Type"] = "A",
                ["AliasTarget"] = new JsonObject { ["DNSName"] = gateway.Ref("status/addresses/0/value"), ["EvaluateTargetHealth"] = false },
            });
        }
    }
}
