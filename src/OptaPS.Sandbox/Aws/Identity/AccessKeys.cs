using System.Security.Cryptography;
using System.Text.Json;
using OptaPS.Sandbox.Hosting;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Identity;

/// <summary>The access keys of the emulated account: the one of the sandbox user and those that STS gave out.</summary>
internal sealed class AccessKeys(WorldIdentity identity, WorldStore store)
{
    private const string Collection = "access-keys";

    public AccessKey? Find(string id)
    {
        if (id == identity.AccessKeyId)
        {
            return new AccessKey(id, identity.SecretAccessKey, null, null, $"arn:aws:iam::{identity.AccountId}:user/sandbox", "AIDASANDBOXUSER000001");
        }

        return store.Get(Collection, id) is { } json ? JsonSerializer.Deserialize<AccessKey>(json) : null;
    }

    public async Task<AccessKey> IssueSessionAsync(string roleArn, string roleId, string sessionName, DateTimeOffset expires)
    {
        var parts = roleArn.Split(':', 6);
        var role = parts[5][(parts[5].LastIndexOf('/') + 1)..];
        var key = new AccessKey(
            "ASIA" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
            RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)),
            expires,
            $"arn:aws:sts::{parts[4]}:assumed-role/{role}/{sessionName}",
            $"{roleId}:{sessionName}");
        await store.CommitAsync(new StoreChange(Collection, key.Id, JsonSerializer.Serialize(key)));
        return key;
    }

    /// <summary>Gives an IAM user a key; the caller keeps the only copy of the secret outside.</summary>
    public async Task<AccessKey> IssueUserKeyAsync(string userArn, string userId)
    {
        var key = new AccessKey(
            "AKIA" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
            RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40),
            null,
            null,
            userArn,
            userId);
        await store.CommitAsync(new StoreChange(Collection, key.Id, JsonSerializer.Serialize(key)));
        return key;
    }

    public Task RemoveAsync(string id) => store.CommitAsync(new StoreChange(Collection, id, null));

    public IReadOnlyList<AccessKey> OfUser(string userArn) =>
        [.. store.All(Collection).Select(k => JsonSerializer.Deserialize<AccessKey>(k.Value)!).Where(k => k.Arn == userArn)];
}
