using System.Text.Json.Nodes;

namespace OptaPS.PowerShell;

/// <summary>Takes the definition of one module type out of the schema.</summary>
internal static class SchemaPart
{
    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The definition as text, or null with the names that exist.</summary>
    public static string? Find(string schema, string moduleType, out IReadOnlyList<string> known)
    {
        var definitions = JsonNode.Parse(schema)!["definitions"]!.AsObject();
        known = [.. definitions.Select(pair => pair.Key).Where(name => definitions[name]?["properties"]?["type"] is not null).Order(StringComparer.Ordinal)];
        return known.Contains(moduleType, StringComparer.Ordinal) ? definitions[moduleType]!.ToJsonString(Indented) : null;
    }
}
