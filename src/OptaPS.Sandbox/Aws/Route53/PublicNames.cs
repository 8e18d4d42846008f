using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Dns;

namespace OptaPS.Sandbox.Aws.Route53;

/// <summary>What public DNS says: a zone's records are seen only where the parent zone delegates to exactly that zone's name servers.</summary>
internal sealed class PublicNames(CloudWorld world, RecordStore records, Delegations delegations)
{
    private const string ZoneType = "AWS::Route53::HostedZone";

    /// <summary>The records of a name and type, or null when there is no such name.</summary>
    public IReadOnlyList<DnsRecord>? Resolve(string name, int type)
    {
        if (type == DnsRecord.NameServer && delegations.Find(name) is { Count: > 0 } servers)
        {
            return [.. servers.Select(server => new DnsRecord(DnsRecord.NameServer, server))];
        }

        if (ZoneOf(name) is not { } zone)
        {
            return null;
        }

        var own = records.All(zone);
        var here = own.Where(record => Delegations.Plain(record.Name) == name).ToList();
        var parent = name.IndexOf('.', StringComparison.Ordinal);
        if (here.Count == 0 && parent > 0)
        {
            here = [.. own.Where(record => Delegations.Plain(record.Name) == "*" + name[parent..])];
        }

        return here.Count == 0 ? null : [.. here.SelectMany(record => Records(record, type))];
    }

    /// <summary>True when public DNS leads to this zone.</summary>
    public bool IsReached(CloudResource zone) => delegations.IsTo(zone.Text("Name"), PropertyPath.Values(zone.Model, "NameServers/*"));

    private CloudResource? ZoneOf(string name) => world.All(ZoneType, CloudWorld.GlobalRegion)
        .Where(zone => Delegations.Plain(zone.Text("Name")) is var apex && (name == apex || name.EndsWith("." + apex, StringComparison.Ordinal)) && IsReached(zone))
        .MaxBy(zone => zone.Text("Name").Length);

    private IEnumerable<DnsRecord> Records(RecordSet record, int type) => (record.Type, type) switch
    {
        // Every load balancer of this world is reached on this machine.
        ("A", DnsRecord.Address) when record.AliasName.Length > 0 => IsBalancer(record.AliasName) ? [new DnsRecord(type, "127.0.0.1")] : [],
        ("A", DnsRecord.Address) => record.Values.Select(value => new DnsRecord(type, value)),
        ("NS", DnsRecord.NameServer) or ("TXT", DnsRecord.Text) => record.Values.Select(value => new DnsRecord(type, value)),
        ("CNAME", DnsRecord.Alias or DnsRecord.Address) => record.Values.Select(value => new DnsRecord(DnsRecord.Alias, value)),
        _ => [],
    };

    private bool IsBalancer(string name) => world.Everything().Any(resource =>
        resource.Type == "AWS::ElasticLoadBalancingV2::LoadBalancer" && Delegations.Plain(resource.Text("DNSName")) == Delegations.Plain(name));
}
