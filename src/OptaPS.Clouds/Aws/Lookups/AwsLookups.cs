using System.Text.Json.Nodes;
using Amazon.Runtime;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Lookups;

/// <summary>The read-only questions that AWS answers.</summary>
internal sealed class AwsLookups(AwsClients clients, AwsAccount account)
{
    /// <summary>Who is calling; checked against the file's account.</summary>
    public const string CallerIdentity = "caller-identity";

    /// <summary>The zones that can be used without opting in.</summary>
    public const string AvailabilityZones = "availability-zones";

    /// <summary>The Kubernetes versions that EKS offers.</summary>
    public const string EksVersions = "eks-versions";

    private static readonly string[] Known = [AvailabilityZones, CallerIdentity, EksVersions];

    /// <summary>Answers a question.</summary>
    public async Task<JsonObject> AnswerAsync(LookupRequest request, CancellationToken cancellationToken)
    {
        var address = Address(request.TypeName);
        try
        {
            return request.TypeName switch
            {
                CallerIdentity => await IdentityAsync(cancellationToken),
                AvailabilityZones => await ZonesAsync(request, cancellationToken),
                _ => await VersionsAsync(cancellationToken),
            };
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, $"{request.Address} (aws:{request.TypeName})", address);
        }
    }

    private Uri Address(string question) => question switch
    {
        CallerIdentity => clients.SecurityToken.Address,
        AvailabilityZones => clients.Compute.Address,
        EksVersions => clients.Kubernetes.Address,
        _ => throw new OptaException(new Diagnostic("OPTA3020", Severity.Error, $"The lookup 'aws:{question}' is not supported.")
        {
            Category = DiagnosticCategory.NotImplemented,
            Allowed = string.Join(", ", Known),
        }),
    };

    private async Task<JsonObject> IdentityAsync(CancellationToken cancellationToken)
    {
        var answer = await clients.SecurityToken.CallAsync("GetCallerIdentity", [], cancellationToken);
        string Value(string name) => answer.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
        var actual = Value("Account");
        var arn = Value("Arn");
        if (actual != account.AccountId)
            throw new ProviderException(new ProviderFailure(WrongAccount(actual, arn), RetryAdvice.No));
        return new JsonObject
        {
            ["Account"] = actual,
            ["Arn"] = arn,
            ["UserId"] = Value("UserId"),
            ["Partition"] = arn.Split(':') is [_, { Length: > 0 } partition, ..] ? partition : "aws",
        };
    }

    private Diagnostic WrongAccount(string actual, string arn) => new(
        "OPTA3009", Severity.Error, $"The environment is for AWS account {account.AccountId}, but the credentials belong to account {actual}.")
    {
        Category = DiagnosticCategory.PermissionDenied,
        Cause = $"Signed in as {arn}.",
        Remedy = "Nothing was changed. Choose the right profile (AWS_PROFILE), or correct providers.aws.account_id.",
    };

    private async Task<JsonObject> ZonesAsync(LookupRequest request, CancellationToken cancellationToken)
    {
        var answer = await clients.Compute.CallAsync(
            "DescribeAvailabilityZones",
            [
                new("Filter.1.Name", "opt-in-status"), new("Filter.1.Value.1", "opt-in-not-required"),
                new("Filter.2.Name", "state"), new("Filter.2.Value.1", "available"),
                new("Filter.3.Name", "zone-type"), new("Filter.3.Value.1", "availability-zone"),
            ],
            cancellationToken);
        var zones = answer.Descendants().Where(element => element.Name.LocalName == "zoneName").Select(element => element.Value).Order(StringComparer.Ordinal).ToList();
        var count = request.Query["Count"]?.GetValue<int>() ?? 1;
        if (zones.Count < count)
        {
            throw new ProviderException(new ProviderFailure(
                new Diagnostic("OPTA3021", Severity.Error, $"Region {account.Region} has {zones.Count} usable availability zones, but the file asks for {count}.")
                {
                    Category = DiagnosticCategory.InvalidArgument,
                    Allowed = string.Join(", ", zones),
                    Remedy = "Give fewer subnet ranges, or choose another region.",
                },
                RetryAdvice.No));
        }
        return new JsonObject { ["Zones"] = new JsonArray([.. zones.Take(count).Select(zone => (JsonNode)zone)]) };
    }

    private async Task<JsonObject> VersionsAsync(CancellationToken cancellationToken)
    {
        var answer = await clients.Kubernetes.GetAsync("DescribeClusterVersions", "/cluster-versions", new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
        var versions = (answer["clusterVersions"]?.AsArray() ?? []).OfType<JsonObject>().ToList();
        JsonArray Named(Func<JsonObject, bool> filter) =>
            [.. versions.Where(filter).Select(version => version["clusterVersion"]?.DeepClone())];
        return new JsonObject
        {
            ["Standard"] = Named(version => version["versionStatus"]?.GetValue<string>() is "STANDARD_SUPPORT"),
            ["All"] = Named(_ => true),
        };
    }
}
