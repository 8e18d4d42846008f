using System.Text.Json;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Dns;

/// <summary>Which name servers the parent zones of this world's domains name: what a user would enter at a registrar.</summary>
internal sealed class Delegations(WorldStore store)
{
    public const string Collection = "dns-delegations";

    /// <summary>All delegated domains with their name servers.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> All =>
        [.. store.All(Collection).OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => KeyValuePair.Create(d.Key, JsonSerializer.Deserialize<IReadOnlyList<string>>(d.Value)!))];

    /// <summary>A domain in the form in which it is kept: lower case, no final dot.</summary>
    public static string Plain(string domain) => domain.TrimEnd('.').ToLowerInvariant();

    /// <summary>The name servers of exactly this domain; empty when its parent has none.</summary>
    public IReadOnlyList<string> Find(string domain) =>
        store.Get(Collection, Plain(domain)) is { } json ? JsonSerializer.Deserialize<IReadOnlyList<string>>(json)! : [];

    /// <summary>True when the parent of a domain names exactly these servers, in any order.</summary>
    public bool IsTo(string domain, IEnumerable<string> servers) =>
        Find(domain) is { Count: > 0 } found && found.ToHashSet(StringComparer.Ordinal).SetEquals(servers.Select(Plain));

    /// <exception cref="ArgumentException">No domain, or no servers.</exception>
    public Task SetAsync(string domain, IEnumerable<string> servers)
    {
        var plain = servers.Select(Plain).Where(server => server.Length > 0).ToList();
        if (Plain(domain).Length == 0 || plain.Count == 0)
        {
            throw new ArgumentException("A delegation needs a domain and the names of its name servers.", nameof(domain));
        }

        return store.CommitAsync(new StoreChange(Collection, Plain(domain), JsonSerializer.Serialize(plain)));
    }

    /// <summary>Takes a delegation away; false when there was none.</summary>
    public async Task<bool> RemoveAsync(string domain)
    {
        if (store.Get(Collection, Plain(domain)) is null)
        {
            return false;
        }

        await store.CommitAsync(new StoreChange(Collection, Plain(domain), null));
        return true;
    }
}
