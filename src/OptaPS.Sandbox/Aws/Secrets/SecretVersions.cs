using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Secrets;

/// <summary>The versions of secrets' values. What a resource's model brought in becomes a version of its own when it is first read.</summary>
internal sealed class SecretVersions(WorldStore store, TimeProvider time)
{
    public const string Collection = "secret-versions";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private readonly Lock _gate = new();

    /// <summary>All versions, newest first.</summary>
    public async Task<IReadOnlyList<SecretVersion>> AllAsync(CloudResource secret)
    {
        Stored stored;
        Task durable;
        lock (_gate)
        {
            stored = Read(secret);
            var wanted = secret.Model["SecretString"]?.ToString();
            if (stored.Versions.Count == 0 && wanted is null && secret.Model["GenerateSecretString"] is JsonObject generate)
            {
                wanted = Generate(generate);
            }
            else if (wanted is null || wanted == stored.FromModel)
            {
                return stored.Versions;
            }

            stored = Add(stored with { FromModel = wanted }, Guid.NewGuid().ToString("D"), wanted, null);
            durable = Save(secret, stored);
        }

        await durable;
        return stored.Versions;
    }

    public async Task<SecretVersion> PutAsync(CloudResource secret, string? versionId, string? text, string? binary)
    {
        var known = await AllAsync(secret);
        if (versionId is not null && known.FirstOrDefault(v => v.Id == versionId) is { } repeated)
        {
            return repeated;
        }

        Stored stored;
        Task durable;
        lock (_gate)
        {
            stored = Add(Read(secret), versionId ?? Guid.NewGuid().ToString("D"), text, binary);
            durable = Save(secret, stored);
        }

        await durable;
        return stored.Versions[0];
    }

    /// <summary>The first value of a secret that is being made, to be stored with it.</summary>
    public (SecretVersion Version, StoreChange Change) First(CloudResource secret, string? versionId, string? text, string? binary)
    {
        var stored = Add(new Stored(null, []), versionId ?? Guid.NewGuid().ToString("D"), text, binary);
        return (stored.Versions[0], Change(secret, stored));
    }

    /// <summary>What removes all versions, to be stored with the secret's own removal.</summary>
    public static StoreChange Removal(CloudResource secret) => new(Collection, secret.Identifier, null);

    /// <summary>A password by the rules of GenerateSecretString and GetRandomPassword.</summary>
    public static string Password(JsonObject rules)
    {
        var excluded = rules["ExcludeCharacters"]?.ToString() ?? "";
        var punctuation = (bool?)rules["ExcludePunctuation"] == true ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
        var alphabet = (Letters + punctuation).Where(c => !excluded.Contains(c, StringComparison.Ordinal)
            && !((bool?)rules["ExcludeLowercase"] == true && char.IsAsciiLetterLower(c))
            && !((bool?)rules["ExcludeUppercase"] == true && char.IsAsciiLetterUpper(c))
            && !((bool?)rules["ExcludeNumbers"] == true && char.IsAsciiDigit(c))).ToArray();
        return new string(RandomNumberGenerator.GetItems<char>(alphabet, (int?)rules["PasswordLength"] ?? 32));
    }

    private static string Generate(JsonObject rules)
    {
        var password = Password(rules);
        if (rules["GenerateStringKey"]?.ToString() is not { } key)
        {
            return password;
        }

        var document = JsonNode.Parse(rules["SecretStringTemplate"]?.ToString() ?? "{}")!.AsObject();
        document[key] = password;
        return document.ToJsonString();
    }

    private Stored Read(CloudResource secret) => store.Get(Collection, secret.Identifier) is { } json ? JsonSerializer.Deserialize<Stored>(json)! : new Stored(null, []);

    private Stored Add(Stored stored, string id, string? text, string? binary) => stored with
    {
        Versions =
        [
            new SecretVersion(id, text, binary, time.GetUtcNow(), [SecretVersion.Current]),
            .. stored.Versions.Select(v => v with { Stages = v.Stages.Contains(SecretVersion.Current) ? [SecretVersion.Previous] : [] })
        ]
    };

    private Task Save(CloudResource secret, Stored stored) => store.CommitAsync(Change(secret, stored));

    private static StoreChange Change(CloudResource secret, Stored stored) => new(Collection, secret.Identifier, JsonSerializer.Serialize(stored));

    private sealed record Stored(string? FromModel, IReadOnlyList<SecretVersion> Versions);
}
