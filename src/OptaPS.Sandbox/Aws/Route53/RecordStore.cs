using System.Text.Json;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Route53;

/// <summary>The record sets of hosted zones. A batch of changes is applied as a whole or not at all.</summary>
internal sealed class RecordStore(WorldStore store)
{
    private const string Collection = "route53-records";
    private readonly Lock _gate = new();

    /// <summary>The records of a zone with its own NS and SOA first.</summary>
    public IReadOnlyList<RecordSet> All(CloudResource zone) =>
    [
        new(Apex(zone), "NS", "", "172800", [.. PropertyPath.Values(zone.Model, "NameServers/*").Select(n => n + ".")], "", ""),
        new(Apex(zone), "SOA", "", "900", [$"{zone.Text("NameServers/0")}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"], "", ""),
        .. Own(zone)
    ];

    /// <summary>Records that somebody wrote.</summary>
    public IReadOnlyList<RecordSet> Own(CloudResource zone) =>
        store.Get(Collection, zone.Identifier) is { } json ? JsonSerializer.Deserialize<List<RecordSet>>(json)! : [];

    /// <exception cref="AwsException">InvalidChangeBatch: nothing was applied.</exception>
    public Task ApplyAsync(CloudResource zone, IReadOnlyList<(string Action, RecordSet Record)> changes)
    {
        lock (_gate)
        {
            var records = Own(zone).ToDictionary(r => r.Key, StringComparer.Ordinal);
            foreach (var (action, record) in changes)
            {
                if (record.Name != Apex(zone) && !record.Name.EndsWith("." + Apex(zone), StringComparison.Ordinal))
                {
                    throw Invalid($"RRSet with DNS name {record.Name} is not permitted in zone {Apex(zone)}");
                }

                var present = records.GetValueOrDefault(record.Key);
                switch (action)
                {
                    case "CREATE" when present is not null:
                        throw Invalid($"Tried to create resource record set [name='{record.Name}', type='{record.Type}'] but it already exists");
                    case "DELETE" when present is null:
                        throw Invalid($"Tried to delete resource record set [name='{record.Name}', type='{record.Type}'] but it was not found");
                    case "DELETE" when !present.SameAs(record):
                        throw Invalid($"Tried to delete resource record set [name='{record.Name}', type='{record.Type}'] but the values provided do not match the current values");
                    case "DELETE":
                        records.Remove(record.Key);
                        break;
                    case "CREATE" or "UPSERT":
                        records[record.Key] = record;
                        break;
                    default:
                        throw AwsException.BadRequest("InvalidInput", $"'{action}' is not one of CREATE, DELETE, UPSERT");
                }
            }

            return store.CommitAsync(new StoreChange(Collection, zone.Identifier, records.Count == 0 ? null : JsonSerializer.Serialize(records.Values.OrderBy(r => r.Key, StringComparer.Ordinal))));
        }
    }

    private static string Apex(CloudResource zone) => zone.Text("Name").TrimEnd('.') + ".";

    private static AwsException Invalid(string text) => AwsException.BadRequest("InvalidChangeBatch", $"[{text}]");
}
