using System.Text.Json;
using OptaPS.Sandbox.Aws.Schemas;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>The resources of the emulated account. Readers and writers hold <see cref="Gate"/>; every change is also written to the store.</summary>
internal sealed class CloudWorld
{
    /// <summary>Region under which resources of global services are kept.</summary>
    public const string GlobalRegion = "global";

    private const string Collection = "resources";
    private readonly Dictionary<string, Dictionary<string, CloudResource>> _byType = new(StringComparer.Ordinal);
    private readonly WorldStore _store;

    public CloudWorld(SchemaCatalog catalog, WorldStore store, string account)
    {
        Catalog = catalog;
        Account = account;
        _store = store;
        foreach (var (_, json) in store.All(Collection))
        {
            var resource = JsonSerializer.Deserialize<CloudResource>(json)!;
            OfType(resource.Type)[resource.Key] = resource;
        }
    }

    public Lock Gate { get; } = new();

    public SchemaCatalog Catalog { get; }

    public string Account { get; }

    public string RegionOf(TypeSchema schema, string region) => schema.Rules.Global ? GlobalRegion : region;

    public CloudResource? Find(string type, string region, string identifier)
    {
        lock (Gate)
        {
            var resources = OfType(type);
            return resources.GetValueOrDefault(CloudResource.KeyOf(type, region, identifier))
                ?? resources.GetValueOrDefault(CloudResource.KeyOf(type, GlobalRegion, identifier));
        }
    }

    /// <summary>The resources of a type in a region and the global ones, in order of creation.</summary>
    public IReadOnlyList<CloudResource> All(string type, string region)
    {
        lock (Gate)
        {
            return [.. OfType(type).Values.Where(r => r.Region == region || r.Region == GlobalRegion).OrderBy(r => r.Created).ThenBy(r => r.Identifier, StringComparer.Ordinal)];
        }
    }

    public IReadOnlyList<CloudResource> Everything()
    {
        lock (Gate)
        {
            return [.. _byType.Values.SelectMany(t => t.Values).OrderBy(r => r.Created).ThenBy(r => r.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>Resources whose value at a path equals the given one; alternatives of type and path are separated by a bar.</summary>
    public IEnumerable<CloudResource> Where(string types, string region, string paths, string value) =>
        from type in types.Split('|')
        from resource in All(type.StartsWith("AWS::", StringComparison.Ordinal) ? type : "AWS::" + type, region)
        where paths.Split('|').Any(path => PropertyPath.Values(resource.Model, path).Contains(value, StringComparer.Ordinal))
        select resource;

    /// <summary>Writes a resource; the task completes when it is durable.</summary>
    public Task PutAsync(CloudResource resource, params StoreChange[] more)
    {
        lock (Gate)
        {
            OfType(resource.Type)[resource.Key] = resource;
            return _store.CommitAsync([new StoreChange(Collection, resource.Key, JsonSerializer.Serialize(resource)), .. more]);
        }
    }

    public Task RemoveAsync(IReadOnlyList<CloudResource> resources, params StoreChange[] more)
    {
        lock (Gate)
        {
            foreach (var resource in resources)
            {
                OfType(resource.Type).Remove(resource.Key);
            }

            return _store.CommitAsync([.. resources.Select(r => new StoreChange(Collection, r.Key, null)), .. more]);
        }
    }

    private Dictionary<string, CloudResource> OfType(string type)
    {
        if (!_byType.TryGetValue(type, out var resources))
        {
            _byType[type] = resources = new Dictionary<string, CloudResource>(StringComparer.Ordinal);
        }

        return resources;
    }
}
