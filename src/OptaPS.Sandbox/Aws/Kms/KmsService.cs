using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Kms;

/// <summary>KMS, JSON 1.1: cryptographic operations with the keys of the world (AES-256-GCM, encryption context as associated data).</summary>
internal sealed class KmsService(CloudWorld world, WorldStore store, KmsKeys keys) : IAwsService
{
    private const string Target = "TrentService.";
    private const string Collection = "kms-material";

    private readonly Lock _gate = new();

    // Material that is not yet on the disk: whoever uses the key meanwhile waits for it too.
    private readonly Dictionary<string, Task> _pending = new(StringComparer.Ordinal);

    public string Name => "kms";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Json;

    public void Identify(AwsCall call)
    {
        call.Operation = (call.Header("X-Amz-Target") ?? "").Replace(Target, "", StringComparison.Ordinal);
        call.ResourceType = "AWS::KMS::Key";
        call.Mutating = KmsKeys.IsMutating(call.Operation);
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        var body = call.Json();
        JsonNode answer = call.Operation switch
        {
            "Encrypt" => await EncryptAsync(call, body, Bytes(body, "Plaintext"), withPlaintext: false),
            "GenerateDataKey" => await EncryptAsync(call, body, RandomNumberGenerator.GetBytes(KeyLength(body)), withPlaintext: true),
            "GenerateDataKeyWithoutPlaintext" => await EncryptAsync(call, body, RandomNumberGenerator.GetBytes(KeyLength(body)), withPlaintext: false),
            "Decrypt" => await DecryptAsync(call, body),
            "ReEncrypt" => await ReEncryptAsync(call, body),
            "GenerateRandom" => new JsonObject { ["Plaintext"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes((int?)body["NumberOfBytes"] ?? 32)) },
            _ => await keys.AnswerAsync(call, body, name => Find(call, name, mustBeUsable: false))
                ?? throw AwsException.BadRequest("UnknownOperationException", $"The operation '{call.Operation}' is not known.")
        };
        return AwsReply.Json(answer, "application/x-amz-json-1.1");
    }

    private async Task<JsonObject> EncryptAsync(AwsCall call, JsonObject body, byte[] plain, bool withPlaintext)
    {
        var key = Find(call, Text(body, "KeyId"), mustBeUsable: true);
        call.Identifier = key.Identifier;
        var nonce = RandomNumberGenerator.GetBytes(12);
        var cipher = new byte[plain.Length];
        var tag = new byte[16];
        using (var aes = new AesGcm(await MaterialAsync(key), tag.Length))
        {
            aes.Encrypt(nonce, plain, cipher, tag, Context(body));
        }

        var answer = new JsonObject
        {
            ["CiphertextBlob"] = Convert.ToBase64String([.. Guid.Parse(key.Identifier).ToByteArray(), .. nonce, .. tag, .. cipher]),
            ["KeyId"] = key.Text("Arn")
        };
        if (withPlaintext)
        {
            answer["Plaintext"] = Convert.ToBase64String(plain);
        }

        return answer;
    }

    private async Task<JsonObject> DecryptAsync(AwsCall call, JsonObject body)
    {
        var blob = Bytes(body, "CiphertextBlob");
        if (blob.Length < 44)
        {
            throw AwsException.BadRequest("InvalidCiphertextException", "");
        }

        var key = Find(call, new Guid(blob.AsSpan(0, 16)).ToString("D"), mustBeUsable: true);
        if (body["KeyId"] is { } named && Find(call, named.ToString(), mustBeUsable: true).Identifier != key.Identifier)
        {
            throw AwsException.BadRequest("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.");
        }

        var plain = new byte[blob.Length - 44];
        try
        {
            using var aes = new AesGcm(await MaterialAsync(key), 16);
            aes.Decrypt(blob.AsSpan(16, 12), blob.AsSpan(44), blob.AsSpan(28, 16), plain, Context(body));
        }
        catch (CryptographicException)
        {
            throw AwsException.BadRequest("InvalidCiphertextException", "");
        }

        return new JsonObject { ["KeyId"] = key.Text("Arn"), ["Plaintext"] = Convert.ToBase64String(plain), ["EncryptionAlgorithm"] = "SYMMETRIC_DEFAULT" };
    }

    private async Task<JsonObject> ReEncryptAsync(AwsCall call, JsonObject body)
    {
        var source = new JsonObject { ["CiphertextBlob"] = Text(body, "CiphertextBlob") };
        if (body["SourceEncryptionContext"] is { } context)
        {
            source["EncryptionContext"] = context.DeepClone();
        }

        var plain = await DecryptAsync(call, source);
        var target = new JsonObject { ["KeyId"] = Text(body, "DestinationKeyId") };
        if (body["DestinationEncryptionContext"] is { } wanted)
        {
            target["EncryptionContext"] = wanted.DeepClone();
        }

        var answer = await EncryptAsync(call, target, Convert.FromBase64String(plain["Plaintext"]!.ToString()), withPlaintext: false);
        answer["SourceKeyId"] = plain["KeyId"]!.DeepClone();
        return answer;
    }

    private CloudResource Find(AwsCall call, string named, bool mustBeUsable)
    {
        var name = named.StartsWith("arn:", StringComparison.Ordinal) ? named.Split(':', 6)[5] : named;
        if (name.StartsWith("alias/", StringComparison.Ordinal))
        {
            var alias = world.Find("AWS::KMS::Alias", call.Region, name) ?? throw AwsException.BadRequest("NotFoundException", $"Alias arn:aws:kms:{call.Region}:{world.Account}:{name} is not found.");
            name = alias.Text("TargetKeyId").Split('/')[^1];
        }

        name = name.Replace("key/", "", StringComparison.Ordinal);
        var key = world.Find("AWS::KMS::Key", call.Region, name) ?? throw AwsException.BadRequest("NotFoundException", $"Key 'arn:aws:kms:{call.Region}:{world.Account}:key/{name}' does not exist");
        if (mustBeUsable && key.State == ResourceState.Deleting)
        {
            throw AwsException.BadRequest("KMSInvalidStateException", $"{key.Text("Arn")} is pending deletion.");
        }

        return mustBeUsable && key.Text("Enabled") == "false" ? throw AwsException.BadRequest("DisabledException", $"{key.Text("Arn")} is disabled.") : key;
    }

    private async Task<byte[]> MaterialAsync(CloudResource key)
    {
        byte[] material;
        Task? durable;
        lock (_gate)
        {
            if (store.Get(Collection, key.Identifier) is { } known)
            {
                material = Convert.FromBase64String(known);
                durable = _pending.GetValueOrDefault(key.Identifier);
            }
            else
            {
                material = RandomNumberGenerator.GetBytes(32);
                durable = _pending[key.Identifier] = store.CommitAsync(new StoreChange(Collection, key.Identifier, Convert.ToBase64String(material)));
            }
        }

        if (durable is not null)
        {
            await durable;
            lock (_gate)
            {
                _pending.Remove(key.Identifier);
            }
        }

        return material;
    }

    private static byte[] Context(JsonObject body) => Encoding.UTF8.GetBytes(string.Join('\n', (body["EncryptionContext"] as JsonObject ?? []).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")));

    private static int KeyLength(JsonObject body) => body["NumberOfBytes"] is { } bytes ? (int)bytes : body["KeySpec"]?.ToString() == "AES_128" ? 16 : 32;

    private static byte[] Bytes(JsonObject body, string member)
    {
        try
        {
            return Convert.FromBase64String(Text(body, member));
        }
        catch (FormatException)
        {
            throw AwsException.BadRequest("SerializationException", $"{member} is not base64");
        }
    }

    private static string Text(JsonObject body, string member) => body[member]?.ToString() ?? throw AwsException.BadRequest("ValidationException", $"1 validation error detected: Value null at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must not be null");
}
