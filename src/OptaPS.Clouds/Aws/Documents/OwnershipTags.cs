using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Types;
using OptaPS.Engine.Resources;

namespace OptaPS.Clouds.Aws.Documents;

/// <summary>The tags by which a layer's resources are recognised outside its state.</summary>
internal static class OwnershipTags
{
    private const string Organization = "opta:organization";
    private const string Environment = "opta:environment";
    private const string Layer = "opta:layer";
    private const string Address = "opta:address";

    /// <summary>A copy of <paramref name="document"/> that carries the mark, where the type has tags. The document's own tags stay.</summary>
    public static JsonObject AddTo(JsonObject document, AwsType type, Ownership owner, string address)
    {
        var copy = document.DeepClone().AsObject();
        if (type.Tags == TagStyle.None)
            return copy;

        var tags = Read(copy[type.TagProperty]);
        tags[Organization] = owner.Organization;
        tags[Environment] = owner.Environment;
        tags[Layer] = owner.Layer;
        tags[Address] = address;
        tags.TryAdd("Name", $"opta-{owner.Layer.Replace('/', '-')}-{address.Replace('/', '-')}");
        copy[type.TagProperty] = Write(tags, type.Tags);
        return copy;
    }

    /// <summary>True when a live document carries the mark of exactly this resource.</summary>
    public static bool Marks(JsonObject live, AwsType type, Ownership owner, string address) => AddressIn(live, type, owner) == address;

    /// <summary>The address in the mark, when the mark is the owner's; else null.</summary>
    public static string? AddressIn(JsonObject live, AwsType type, Ownership owner)
    {
        var tags = Read(live[type.TagProperty]);
        return Text(tags, Organization) == owner.Organization && Text(tags, Environment) == owner.Environment && Text(tags, Layer) == owner.Layer
            ? Text(tags, Address)
            : null;
    }

    /// <summary>Whose mark a live document carries, and at which address; null without a whole mark.</summary>
    public static (Ownership Owner, string Address)? OwnerOf(JsonObject live, AwsType type)
    {
        var tags = Read(live[type.TagProperty]);
        return Text(tags, Organization) is { } organization && Text(tags, Environment) is { } environment && Text(tags, Layer) is { } layer && Text(tags, Address) is { } address
            ? (new Ownership(organization, environment, layer), address)
            : null;
    }

    /// <summary>Tags of either style by name, in order of name.</summary>
    public static SortedDictionary<string, JsonNode?> Read(JsonNode? tags)
    {
        var result = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (tags is JsonObject map)
        {
            foreach (var (name, value) in map)
                result[name] = value?.DeepClone();
        }
        else if (tags is JsonArray list)
        {
            foreach (var tag in list.OfType<JsonObject>())
            {
                if (tag["Key"] is JsonValue key && key.TryGetValue<string>(out var name))
                    result[name] = tag["Value"]?.DeepClone();
            }
        }
        return result;
    }

    /// <summary>Tags in the type's own style.</summary>
    public static JsonNode Write(IEnumerable<KeyValuePair<string, JsonNode?>> tags, TagStyle style) => style == TagStyle.Map
        ? new JsonObject(tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value?.DeepClone())))
        : new JsonArray([.. tags.Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value?.DeepClone() })]);

    private static string? Text(SortedDictionary<string, JsonNode?> tags, string name) =>
        tags.TryGetValue(name, out var node) && node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
