using System.Security.Cryptography;
using System.Text.Json;

namespace OptaPS.Sandbox.Hosting;

/// <summary>What stays the same for a data folder over all starts: who the world is and the keys to it.</summary>
internal sealed record WorldIdentity(string World, string ControlToken, string AccountId, string AccessKeyId, string SecretAccessKey)
{
    private const string FileName = "world.json";

    public int Port { get; init; }

    public int EntryHttpPort { get; init; }

    public int EntryHttpsPort { get; init; }

    public int DnsPort { get; init; }

    public static WorldIdentity LoadOrCreate(string folder, string accountId)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path) && JsonSerializer.Deserialize<WorldIdentity>(File.ReadAllBytes(path)) is { } known)
        {
            return known;
        }

        var created = new WorldIdentity(
            Guid.NewGuid().ToString("D"),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
            accountId,
            "AKIA" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
            RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40));
        created.Save(folder);
        return created;
    }

    public void Save(string folder) => PrivateFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this));
}
