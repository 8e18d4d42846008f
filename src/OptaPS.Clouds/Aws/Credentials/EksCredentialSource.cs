using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Clouds.Aws.Protocol;
using OptaPS.Secrets;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.Credentials;

/// <summary>
/// Tokens for EKS clusters: a presigned STS GetCallerIdentity request that names the cluster. The credential document is
/// <c>{"kind":"aws-eks","cluster":...,"region":...}</c>. No call is made; a token is used for 10 of its 15 minutes.
/// </summary>
public sealed class EksCredentialSource : ICredentialSource
{
    /// <summary>The kind of credential document that is served.</summary>
    public const string CredentialKind = "aws-eks";

    private static readonly TimeSpan UsedFor = TimeSpan.FromMinutes(10);
    private readonly EndpointSet endpoints;
    private readonly TimeProvider time;
    private readonly AwsCredentialProvider credentials;
    private readonly ConcurrentDictionary<(string Cluster, string Region), BearerToken> cache = new();

    /// <summary>Makes a source for a target.</summary>
    /// <param name="endpoints">The target: its STS address and credentials, if it has any.</param>
    /// <param name="time">The clock that dates tokens.</param>
    public EksCredentialSource(EndpointSet endpoints, TimeProvider time)
    {
        this.endpoints = endpoints;
        this.time = time;
        credentials = new AwsCredentialProvider(endpoints);
    }

    /// <inheritdoc/>
    public string Kind => CredentialKind;

    /// <summary>The credential document of a cluster; its values may be expressions.</summary>
    public static JsonObject Credential(JsonNode cluster, JsonNode region) => new() { ["kind"] = CredentialKind, ["cluster"] = cluster, ["region"] = region };

    /// <inheritdoc/>
    public async ValueTask<BearerToken> GetTokenAsync(JsonObject credential, CancellationToken cancellationToken)
    {
        var cluster = Text(credential, "cluster");
        var region = Text(credential, "region");
        if (cache.TryGetValue((cluster, region), out var cached) && cached.Expires > time.GetUtcNow())
            return cached;

        var address = StsAddress(region);
        try
        {
            var key = await credentials.Credentials.GetCredentialsAsync().WaitAsync(cancellationToken);
            var now = time.GetUtcNow();
            var url = SigV4Presigner.Presign(
                address,
                [new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")],
                [new("x-k8s-aws-id", cluster)],
                (key.AccessKey, key.SecretKey, string.IsNullOrEmpty(key.Token) ? null : key.Token),
                region,
                "sts",
                now,
                TimeSpan.FromSeconds(60));
            var text = "k8s-aws-v1." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(url.AbsoluteUri));
            var token = new BearerToken(new Secret(text), now + UsedFor);
            cache[(cluster, region)] = token;
            return token;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, $"token for cluster '{cluster}'", address);
        }
    }

    private static string Text(JsonObject credential, string name) =>
        credential[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw new ProviderException(new ProviderFailure(
                new Diagnostic("OPTA3023", Severity.Error, $"The connection's aws-eks credential lacks '{name}'.")
                {
                    Category = DiagnosticCategory.InvalidData,
                    Remedy = "Apply the environment again so that its connection is recorded anew.",
                },
                RetryAdvice.No));

    private Uri StsAddress(string region)
    {
        if (endpoints.Services.TryGetValue("aws:sts", out var fixedAddress))
            return fixedAddress;
        return endpoints.World is null
            ? AwsService.SecurityToken.PublicAddress(region)
            : throw AwsFailure.NotAtTarget(endpoints.Name, "sts");
    }
}
