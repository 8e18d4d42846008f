using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Route53;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Certificates;

/// <summary>
/// ACM certificates that are validated by DNS: the handler writes the validation records into the hosted zones that the request names and waits until
/// public DNS shows them, which it never does while the parent zone does not delegate. The records stay when the certificate goes.
/// </summary>
internal sealed class CertificateBehaviour(Func<CloudWorld> worldOf, RecordStore records, PublicNames names, CertificateMaterial material) : ITypeBehaviour
{
    private const string ZoneType = "AWS::Route53::HostedZone";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public IReadOnlyCollection<string> Types { get; } = ["AWS::CertificateManager::Certificate"];

    public void BeforeCreate(CloudWorld world, CloudResource draft)
    {
        if (!IsByDns(draft))
        {
            return;
        }

        foreach (var domain in NamesOf(draft))
        {
            if (ZoneOf(world, draft, domain) is not { } zone)
            {
                throw new HandlerFailure("InvalidRequest", $"No hosted zone is given for the validation of {domain}, or it does not exist (Service: Acm, Status Code: 400)");
            }

            var apex = zone.Text("Name").TrimEnd('.');
            if (Bare(domain) != apex && !Bare(domain).EndsWith("." + apex, StringComparison.Ordinal))
            {
                throw new HandlerFailure("InvalidRequest", $"RRSet with DNS name {Validation(draft, domain).Name} is not permitted in zone {apex}. (Service: Route53, Status Code: 400)");
            }
        }
    }

    public async Task CompleteAsync(string operation, CloudResource resource, CancellationToken ct)
    {
        if (operation == ProvisioningRequest.Delete || !IsByDns(resource))
        {
            return;
        }

        foreach (var domain in NamesOf(resource).DistinctBy(Bare))
        {
            if (ZoneOf(worldOf(), resource, domain) is { } zone)
            {
                await records.ApplyAsync(zone, [("UPSERT", Validation(resource, domain))]);
            }
        }

        while (!NamesOf(resource).All(domain => ZoneOf(worldOf(), resource, domain) is { } zone && names.IsReached(zone)))
        {
            await Task.Delay(BetweenLooks, ct);
            if (worldOf().Find(resource.Type, resource.Region, resource.Identifier) is null)
            {
                return;
            }
        }

        await material.IssueAsync(resource.Identifier, [.. NamesOf(resource)]);
    }

    private static bool IsByDns(CloudResource certificate) => certificate.Text("ValidationMethod") == "DNS";

    private static IEnumerable<string> NamesOf(CloudResource certificate) =>
        PropertyPath.Values(certificate.Model, "SubjectAlternativeNames/*").Prepend(certificate.Text("DomainName")).Distinct(StringComparer.Ordinal);

    private static string Bare(string domain) => domain.StartsWith("*.", StringComparison.Ordinal) ? domain[2..] : domain;

    private static CloudResource? ZoneOf(CloudWorld world, CloudResource certificate, string domain)
    {
        var options = (certificate.Model["DomainValidationOptions"] as JsonArray ?? []).OfType<JsonObject>();
        var option = options.FirstOrDefault(o => (string?)o["DomainName"] == domain) ?? options.FirstOrDefault(o => Bare((string?)o["DomainName"] ?? "") == Bare(domain));
        return (string?)option?["HostedZoneId"] is { } zone ? world.Find(ZoneType, CloudWorld.GlobalRegion, zone) : null;
    }

    // One record for a name and its wildcard, the same for every certificate of the account.
    private static RecordSet Validation(CloudResource certificate, string domain)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(certificate.Account + Bare(domain))));
        return new RecordSet($"_{digest[..32]}.{Bare(domain)}.", "CNAME", "", "300", [$"_{digest[32..]}.{digest[..10]}.acm-validations.aws."], "", "");
    }
}
