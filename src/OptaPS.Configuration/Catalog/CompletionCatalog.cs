using OptaPS.Configuration.Providers;

namespace OptaPS.Configuration.Catalog;

/// <summary>Names and values for completion in shells and editors.</summary>
public sealed class CompletionCatalog
{
    private readonly ModuleSchemaCatalog catalog = ModuleSchemaCatalog.Default;

    /// <summary>Module types; with a cloud only those that exist there, short names included.</summary>
    public IReadOnlyList<string> Types(CloudKind? cloud = null) =>
        cloud is { } kind ? [.. catalog.NamesOn(kind)] : [.. catalog.All.SelectMany(schema => (string[])[schema.Type, .. schema.Aliases]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The inputs of a type (full or short) with their one-sentence descriptions, sorted by name; empty for an unknown type.</summary>
    public IReadOnlyDictionary<string, string> Inputs(string type, CloudKind? cloud = null) =>
        Find(type, cloud).SelectMany(schema => schema.Inputs).GroupBy(input => input.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().About, StringComparer.Ordinal);

    /// <summary>The allowed values of an input; empty when any value may be given.</summary>
    public IReadOnlyList<string> Values(string type, string input, CloudKind? cloud = null)
    {
        var value = Find(type, cloud).Select(schema => schema.FindInput(input)).OfType<InputSchema>().FirstOrDefault()?.Value;
        return value is null ? [] : value.Kinds is [ValueKind.Boolean] ? ["false", "true"] : [.. value.Allowed.Except(value.Retired, StringComparer.Ordinal)];
    }

    /// <summary>The outputs of a type (full or short) with their descriptions.</summary>
    public IReadOnlyDictionary<string, string> Outputs(string type, CloudKind? cloud = null) =>
        Find(type, cloud).SelectMany(schema => schema.Outputs).GroupBy(output => output.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().About, StringComparer.Ordinal);

    private IEnumerable<ModuleSchema> Find(string type, CloudKind? cloud) =>
        cloud is { } kind ? catalog.Resolve(type, kind) is { } only ? [only] : [] : catalog.All.Where(schema => schema.Type == type || schema.Aliases.Contains(type, StringComparer.Ordinal));
}
