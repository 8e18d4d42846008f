using System.Text.Json.Nodes;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>
/// Whether the parent zone delegates to the plan's public zones. A certificate that is validated by DNS waits for ever without it, so that is a
/// failure; a zone alone is only told.
/// </summary>
internal sealed class DelegationCheck(AwsCheck check)
{
    private const string ZoneType = "AWS::Route53::HostedZone";
    private const string CertificateType = "AWS::CertificateManager::Certificate";

    public async Task<IEnumerable<PreflightFinding>> RunAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var findings = new List<PreflightFinding>();
        foreach (var zone in request.Resources.Where(resource => resource.TypeName == ZoneType && resource.Desired["Name"] is JsonValue && resource.Desired["VPCs"] is not JsonArray { Count: > 0 }))
        {
            var domain = zone.Desired["Name"]!.ToString().TrimEnd('.').ToLowerInvariant();
            var certificate = request.Resources.FirstOrDefault(resource => resource.IsMade && resource.TypeName == CertificateType && IsFor(resource.Desired, domain));
            if (zone.Identifier is { } identifier && !zone.IsNew)
                findings.Add(await CompareAsync(zone, domain, identifier, certificate, cancellationToken));
            else if (certificate is not null)
                findings.Add(NotMadeYet(zone, domain, certificate));
        }

        return findings;
    }

    private async Task<PreflightFinding> CompareAsync(PreflightResource zone, string domain, string identifier, PreflightResource? certificate, CancellationToken cancellationToken)
    {
        var live = (await check.Clients.CloudControl.GetAsync(ZoneType, identifier, cancellationToken)).Properties;
        string[] expected = [.. (live["NameServers"] as JsonArray ?? []).Select(server => server!.ToString().TrimEnd('.').ToLowerInvariant()).Order(StringComparer.Ordinal)];
        if (await check.Dns.FindAsync(domain, cancellationToken) is not { } found)
            return new PreflightFinding("Delegation", PreflightStatus.Unknown, $"Whether {domain} is delegated cannot be seen: this target has no DNS.") { Needed = string.Join(", ", expected), Resource = zone.Address };
        if (found.SequenceEqual(expected, StringComparer.Ordinal))
            return AwsCheck.Passed("Delegation", $"The parent zone delegates {domain} to its name servers.", string.Join(", ", found), string.Join(", ", expected)) with { Resource = zone.Address };

        var parent = domain[(domain.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var what = found.Count == 0 ? $"Nothing delegates {domain} to its zone" : $"{domain} is delegated to other name servers than its zone's";
        return new PreflightFinding("Delegation", certificate is null ? PreflightStatus.Warning : PreflightStatus.Failed, certificate is null ? $"{what}." : $"{what}; the certificate '{certificate.Address}' would wait for its validation without end.")
        {
            Code = "OPTA3038",
            Measured = found.Count == 0 ? "none" : string.Join(", ", found),
            Needed = string.Join(", ", expected),
            Resource = zone.Address,
            Remedy = $"In the zone {parent}, or at the registrar of {domain}, set the NS records of {domain} to {string.Join(", ", expected)}. Resolvers may keep the old answer until its time to live ends.",
        };
    }

    private static PreflightFinding NotMadeYet(PreflightResource zone, string domain, PreflightResource certificate) =>
        new("Delegation", PreflightStatus.Failed, $"The zone {domain} is made by this plan, so nothing delegates to it yet; the certificate '{certificate.Address}' would wait for its validation without end.")
        {
            Code = "OPTA3038",
            Measured = "none",
            Needed = "the name servers that the zone gets",
            Resource = zone.Address,
            Remedy = "Nothing was changed. Apply without the certificate first (delegated: false), set the NS records in the parent zone to the output name_servers, then apply with delegated: true.",
        };

    private static bool IsFor(JsonObject certificate, string domain) =>
        certificate["ValidationMethod"]?.ToString() == "DNS"
        && certificate["DomainName"]?.ToString().ToLowerInvariant() is { } name
        && (name == domain || name.EndsWith("." + domain, StringComparison.Ordinal));
}
