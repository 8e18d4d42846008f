using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.State.Objects;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.State;

/// <summary>
/// Keeps objects in Secrets of one namespace, one each, with <c>resourceVersion</c> as the condition. Names are made of the key's digest, because
/// keys may hold what names may not; the key itself is an annotation. Contents are compressed.
/// </summary>
public sealed class SecretObjectStore : IObjectStore
{
    private const string Label = "optaps.dev/state";
    private const string KeyAnnotation = "optaps.dev/state-key";
    private const string Member = "object.gz";

    /// <summary>A Secret holds 1 MiB; the rest is for what surrounds the content.</summary>
    private const int LargestContent = 1_000_000;

    private static readonly GroupVersionKind Kind = new("", "v1", "Secret");
    private readonly Func<CancellationToken, Task<IKubernetesClient>> connect;
    private readonly string space;

    /// <summary>Uses a namespace, which must exist.</summary>
    /// <param name="connect">Gives the cluster's client, which is not disposed here.</param>
    /// <param name="space">The namespace.</param>
    public SecretObjectStore(Func<CancellationToken, Task<IKubernetesClient>> connect, string space)
    {
        this.connect = connect;
        this.space = space;
    }

    /// <inheritdoc/>
    public string Description => $"Secrets of the namespace {space}";

    /// <inheritdoc/>
    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken) => CallAsync<StoredObject?>(
        key,
        async client =>
        {
            if (await client.GetAsync(KeyOf(key), cancellationToken) is not { } secret)
                return null;
            var version = secret["metadata"]!["resourceVersion"]!.GetValue<string>();
            return new StoredObject(Unpack(Convert.FromBase64String(secret["data"]![Member]!.GetValue<string>())), version);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken) => CallAsync(
        key,
        async client =>
        {
            var document = Document(key, Pack(content, key), expectedVersion);
            try
            {
                var stored = expectedVersion is null
                    ? await client.CreateAsync(document, new WriteOptions(), cancellationToken)
                    : await client.UpdateAsync(document, new WriteOptions(), cancellationToken);
                return stored["metadata"]!["resourceVersion"]!.GetValue<string>();
            }
            catch (KubernetesException exception) when (exception.Failure is KubernetesFailure.AlreadyExists or KubernetesFailure.Conflict
                || (exception.Failure == KubernetesFailure.NotFound && expectedVersion is not null))
            {
                return null;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        CallAsync(key, client => client.DeleteAsync(KeyOf(key), new DeleteOptions(), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => CallAsync<IReadOnlyList<string>>(
        prefix,
        async client =>
        {
            var keys = new List<string>();
            await foreach (var secret in client.ListAsync(new ListQuery(Kind, space) { LabelSelector = $"{Label}=object" }, cancellationToken))
            {
                if (secret["metadata"]?["annotations"]?[KeyAnnotation]?.GetValue<string>() is { } key && key.StartsWith(prefix, StringComparison.Ordinal))
                    keys.Add(key);
            }

            return keys;
        },
        cancellationToken);

    private static byte[] Pack(ReadOnlyMemory<byte> content, string key)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content.Span);
        return packed.Length <= LargestContent
            ? packed.ToArray()
            : throw new OptaException(new Diagnostic("OPTA2109", Severity.Error, $"The state is too large for a Secret: {packed.Length} bytes compressed, {LargestContent} are possible.")
            {
                Category = DiagnosticCategory.QuotaExceeded,
                Resource = key,
                Remedy = "Keep the state of this environment in a bucket.",
            });
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    private ObjectKey KeyOf(string key) => new(Kind, space, NameOf(key));

    private static string NameOf(string key) => "optaps-state." + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..40];

    private JsonObject Document(string key, byte[] content, string? version)
    {
        var metadata = new JsonObject
        {
            ["name"] = NameOf(key),
            ["namespace"] = space,
            ["labels"] = new JsonObject { [Label] = "object" },
            ["annotations"] = new JsonObject { [KeyAnnotation] = key },
        };
        if (version is not null)
            metadata["resourceVersion"] = version;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["type"] = "optaps.dev/state",
            ["metadata"] = metadata,
            ["data"] = new JsonObject { [Member] = Convert.ToBase64String(content) },
        };
    }

    private async Task<T> CallAsync<T>(string key, Func<IKubernetesClient, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(await connect(cancellationToken));
        }
        catch (KubernetesException exception)
        {
            var failure = exception.ToProviderException($"state object {key}", changesNothing: true);
            throw exception.EffectUnknown
                ? new Engine.Providers.ProviderException(failure.Failure with { Retry = Engine.Providers.RetryAdvice.SameToken }, exception)
                : failure;
        }
    }
}
