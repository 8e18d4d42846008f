using System.Text.Json.Nodes;
using Amazon.Runtime;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Dns;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Records;

/// <summary>
/// Tells, while a certificate waits for its validation, whether public DNS still leads to the zone that holds the validation record: the preflight has
/// seen it, but whoever owns the parent zone may have changed it since. Only words for the progress display; what cannot be seen is left out.
/// </summary>
internal sealed class ValidationWait(Func<CloudControlClient> clients, NameServerLookup dns)
{
    private const string CertificateType = "AWS::CertificateManager::Certificate";

    /// <summary>Reports on a pending create of a certificate; does nothing for anything else.</summary>
    public async Task ReportAsync(PollRequest request, OperationProgress progress, CancellationToken cancellationToken)
    {
        if (request.TypeName != CertificateType || progress.Status != OperationStatus.Pending || request.Progress is null || ZoneOf(request.Desired) is not { } identifier)
            return;
        try
        {
            var zone = (await clients().GetAsync(ZoneResidue.Type, identifier, cancellationToken)).Properties;
            var domain = zone["Name"]?.ToString().TrimEnd('.').ToLowerInvariant() ?? "";
            string[] expected = [.. (zone["NameServers"] as JsonArray ?? []).Select(server => server!.ToString().TrimEnd('.').ToLowerInvariant()).Order(StringComparer.Ordinal)];
            if (await dns.FindAsync(domain, cancellationToken) is not { } found)
                return;
            request.Progress.Report(found.SequenceEqual(expected, StringComparer.Ordinal)
                ? $"{domain} is delegated; waiting for AWS to validate it"
                : $"{domain} has to be delegated to {string.Join(", ", expected)}; DNS says {(found.Count == 0 ? "none" : string.Join(", ", found))}");
        }
        catch (Exception exception) when (exception is IOException or AmazonServiceException || AwsFailure.IsOfCall(exception, cancellationToken))
        {
            // The wait itself goes on; the next poll looks again.
        }
    }

    private static string? ZoneOf(JsonObject? certificate) => (certificate?["DomainValidationOptions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()?["HostedZoneId"]?.ToString();
}
