using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Clouds.Aws.Protocol;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Secrets;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.Credentials;

/// <summary>
/// Tokens for EKS clusters: a presigned STS GetCallerIdentity request that names the cluster. The credential document is
/// <c>{"kind":"aws-eks","cluster":...,"region":...}</c>. A token is used for 10 of its 15 minutes.
/// No call is made, unless a token was refused: then STS is asked for its clock, by which the next one is dated.
/// </summary>
public sealed class EksCredentialSource : ICredentialSource
{
    /// <summary>The kind of credential document that is served.</summary>
    public const string CredentialKind = "aws-eks";

    private static readonly TimeSpan UsedFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan JustMade = TimeSpan.FromSeconds(5);
    private readonly EndpointSet endpoints;
    private readonly TimeProvider time;
    private readonly AwsCredentialProvider credentials;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentDictionary<(string Cluster, string Region), Made> cache = new();
    private readonly ConcurrentDictionary<string, TimeSpan> ahead = new(StringComparer.Ordinal);

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
    public async ValueTask<BearerToken> GetTokenAsync(JsonObject credential, bool refused, CancellationToken cancellationToken)
    {
        var cluster = Text(credential, "cluster");
        var region = Text(credential, "region");
        if (!refused && IsYounger(cluster, region, UsedFor) is { } usable)
            return usable;

        await gate.WaitAsync(cancellationToken);
        try
        {
            // Another call may have made one while this one waited; after a refusal it is another one only when it was dated by the measured clock.
            var made = cache.GetValueOrDefault((cluster, region));
            if ((!refused || made?.Measured == true) && IsYounger(cluster, region, refused ? JustMade : UsedFor) is { } other)
                return other;
            if (refused && made is not null)
                await MeasureAsync(cluster, region, cancellationToken);
            return await MakeAsync(cluster, region, refused, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private BearerToken? IsYounger(string cluster, string region, TimeSpan age) =>
        cache.TryGetValue((cluster, region), out var made) && time.GetElapsedTime(made.At) < age ? made.Token : null;

    private async Task<BearerToken> MakeAsync(string cluster, string region, bool measured, CancellationToken cancellationToken)
    {
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
                now + ahead.GetValueOrDefault(region),
                TimeSpan.FromSeconds(60));
            var text = "k8s-aws-v1." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(url.AbsoluteUri));
            var token = new BearerToken(new Secret(text), now + UsedFor);
            cache[(cluster, region)] = new Made(token, time.GetTimestamp(), measured);
            return token;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            throw AwsFailure.From(exception, $"token for cluster '{cluster}'", address);
        }
    }

    /// <summary>How far the clock of the service that will verify the token is ahead of this machine's: a token's time cannot be corrected by the answer to it.</summary>
    private async Task MeasureAsync(string cluster, string region, CancellationToken cancellationToken)
    {
        using var clients = new AwsClients(endpoints, region);
        try
        {
            if ((await clients.SecurityToken.CallDatedAsync("GetCallerIdentity", [], cancellationToken)).Date is { } there)
                ahead[region] = (there - time.GetUtcNow()) is { } difference && difference.Duration() > Unnoticed ? difference : TimeSpan.Zero;
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            // Credentials that AWS itself refuses are the reason. Where STS cannot be reached, the cluster's refusal stands.
            var failure = AwsFailure.From(exception, $"token for cluster '{cluster}'", clients.SecurityToken.Address);
            if (failure.Failure.Diagnostic.Category == DiagnosticCategory.AuthenticationError)
                throw failure;
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

    private sealed record Made(BearerToken Token, long At, bool Measured);
}
