using Amazon.Runtime;
using OptaPS.Clouds.Aws.Resources;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Records;

/// <summary>
/// What stands between a zone and its deletion: Route 53 deletes a zone only when nothing but its own NS and SOA is left. What certificates, the
/// environment's entry and its own external-dns left is removed; what anybody else wrote is named and stays, and so does the zone.
/// </summary>
internal sealed class ZoneResidue(HostedZoneClient zones)
{
    /// <summary>The zones' type.</summary>
    public const string Type = "AWS::Route53::HostedZone";

    private const int LargestBatch = 500;
    private const int Named = 10;
    private static readonly string[] RegistryPrefixes = ["a-", "aaaa-", "cname-", "ns-", "mx-", "txt-", "srv-", "naptr-"];

    /// <summary>Removes the residue of a zone that is to be deleted; gives the refusal when records of others are in it.</summary>
    public async Task<ProviderFailure?> ClearAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var records = new List<RecordSet>();
            await foreach (var record in zones.ListAsync(request.Identifier, "", "", cancellationToken))
                records.Add(record);
            var apex = records.FirstOrDefault(record => record.Type == "SOA")?.Name;
            var written = records.Where(record => !(record.Name == apex && record.Type is "NS" or "SOA")).ToList();
            var hosts = HostsOf(written, request.Owner.Environment);
            var foreign = written.Where(record => !IsValidation(record) && !IsOfEntry(record, apex, request.Owner.Environment) && !hosts.Contains(record.Name)).ToList();
            if (foreign.Count > 0)
                return Refuse(request, apex ?? request.Identifier, foreign);

            foreach (var batch in written.Chunk(LargestBatch))
                await zones.ChangeAsync(request.Identifier, batch.Select(record => ("DELETE", record)), cancellationToken);
            return null;
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "NoSuchHostedZone")
        {
            return null;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, Subject.Of(request), zones.Address);
        }
    }

    private static bool IsValidation(RecordSet record) =>
        record.Type == "CNAME" && record.Name.StartsWith('_') && record.Values is [var value] && value.TrimEnd('.').EndsWith(".acm-validations.aws", StringComparison.OrdinalIgnoreCase);

    // The records of the environment's entry are deleted before, unless the state was lost: they lead to the balancer that has the environment's name.
    private static bool IsOfEntry(RecordSet record, string? apex, string environment) =>
        record.Type == "A" && (record.Name == apex || record.Name == "*." + apex)
        && record.Document["AliasTarget"]?["DNSName"]?.ToString().StartsWith($"opta-{environment}-lb-", StringComparison.Ordinal) is true;

    // external-dns marks each name that it manages by a text record that names its cluster; the registry's own name may carry the record's type before it.
    private static HashSet<string> HostsOf(IEnumerable<RecordSet> records, string environment)
    {
        var mark = $"external-dns/owner=opta-{environment},";
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var registered in records.Where(record => record.Type == "TXT" && record.Values.Any(value => value.Contains("heritage=external-dns", StringComparison.Ordinal) && (value.Trim('"') + ",").Contains(mark, StringComparison.Ordinal))))
        {
            hosts.Add(registered.Name);
            foreach (var prefix in RegistryPrefixes.Where(prefix => registered.Name.StartsWith(prefix, StringComparison.Ordinal)))
                hosts.Add(registered.Name[prefix.Length..]);
        }

        return hosts;
    }

    private static ProviderFailure Refuse(DeleteRequest request, string zone, List<RecordSet> foreign)
    {
        var names = string.Join(", ", foreign.Take(Named).Select(record => $"{record.Type} {record.Name}")) + (foreign.Count > Named ? $" and {foreign.Count - Named} more" : "");
        return new ProviderFailure(
            new Diagnostic("OPTA3039", Severity.Error, $"{Subject.Of(request)}: the zone {zone} holds records that OptaPS did not make ({foreign.Count}).")
            {
                Category = DiagnosticCategory.InvalidOperation,
                Resource = Subject.Of(request),
                Cause = names,
                Remedy = "Delete these records, or move them to another zone, then run the command again; or keep the zone and take it out of the state. No record was deleted.",
            },
            RetryAdvice.No);
    }
}
