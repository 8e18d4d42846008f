using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Clouds.Aws.Protocol;
using OptaPS.Diagnostics;
using OptaPS.Engine.Encryption;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.State;

/// <summary>
/// Wraps data keys with a KMS key. The wrapped form is the key's ARN (two bytes of length, then its text) and KMS's cipher text, so that
/// unwrapping needs to know neither key nor region.
/// </summary>
public sealed class KmsKeyWrapper : IKeyWrapper, IDisposable
{
    private readonly EndpointSet endpoints;
    private readonly string? keyId;
    private readonly string? region;
    private readonly Lazy<TrustingHttpClientFactory> http;

    /// <summary>Uses a key of a target.</summary>
    /// <param name="endpoints">The target.</param>
    /// <param name="keyId">Key id, ARN or <c>alias/name</c>; null to unwrap only.</param>
    /// <param name="region">The key's region; null to unwrap only.</param>
    public KmsKeyWrapper(EndpointSet endpoints, string? keyId = null, string? region = null)
    {
        this.endpoints = endpoints;
        this.keyId = keyId;
        this.region = region;
        http = new(() => new TrustingHttpClientFactory(endpoints));
    }

    /// <inheritdoc/>
    public string Kind => "aws-kms";

    private static JsonObject Context => new() { ["optaps:purpose"] = "state-data-key" };

    /// <inheritdoc/>
    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        if (keyId is null || region is null)
            throw new InvalidOperationException("This wrapper was made to unwrap only.");
        var answer = await CallAsync(
            region,
            "Encrypt",
            new JsonObject { ["KeyId"] = keyId, ["Plaintext"] = Convert.ToBase64String(dataKey.Span), ["EncryptionContext"] = Context },
            keyId,
            cancellationToken);
        var name = Encoding.UTF8.GetBytes(answer["KeyId"]!.GetValue<string>());
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)name.Length);
        return [.. length, .. name, .. Convert.FromBase64String(answer["CiphertextBlob"]!.GetValue<string>())];
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken)
    {
        var length = wrapped.Length < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(wrapped.Span);
        if (wrapped.Length < length + 3)
            throw Damaged(null);
        var name = Encoding.UTF8.GetString(wrapped.Span.Slice(2, length));
        if (name.Split(':') is not [_, _, _, { Length: > 0 } place, ..])
            throw Damaged(null);
        var answer = await CallAsync(
            place,
            "Decrypt",
            new JsonObject { ["KeyId"] = name, ["CiphertextBlob"] = Convert.ToBase64String(wrapped.Span[(length + 2)..]), ["EncryptionContext"] = Context },
            name,
            cancellationToken);
        try
        {
            return Convert.FromBase64String(answer["Plaintext"]!.GetValue<string>());
        }
        catch (FormatException exception)
        {
            throw Damaged(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (http.IsValueCreated)
            http.Value.Dispose();
    }

    private async Task<JsonObject> CallAsync(string place, string operation, JsonObject parameters, string key, CancellationToken cancellationToken)
    {
        var config = new AwsClientConfig(AwsService.Keys, place, endpoints, http.Value);
        using var client = new AwsJsonClient(AwsService.Keys, new AwsCredentialProvider(endpoints).Credentials, config, "TrentService", "1.1");
        try
        {
            return await client.CallAsync(operation, parameters, cancellationToken);
        }
        catch (Exception exception) when (AwsFailure.IsOfCall(exception, cancellationToken))
        {
            var cause = AwsFailure.From(exception, $"KMS key {key}", client.Address).Failure.Diagnostic;
            throw new OptaException(
                new Diagnostic("OPTA2304", Severity.Error, $"The KMS key '{key}' that protects the state's secrets cannot be used: {cause.Message}")
                {
                    Category = DiagnosticCategory.SecurityError,
                    Resource = key,
                    Cause = cause.Cause,
                    RequestId = cause.RequestId,
                    Remedy = "Give the calling identity kms:Encrypt and kms:Decrypt on the key; when the key is to be deleted, cancel its deletion.",
                },
                exception);
        }
    }

    private static OptaException Damaged(Exception? cause) => new(
        new Diagnostic("OPTA2303", Severity.Error, "The wrapped key in the state is damaged.")
        {
            Category = DiagnosticCategory.SecurityError,
            Remedy = "Nothing was changed. Put the state back from a backup.",
        },
        cause ?? new CryptographicException("wrapped key"));
}
