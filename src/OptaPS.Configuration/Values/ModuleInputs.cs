using System.Text.Json.Nodes;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Values;

/// <summary>
/// The inputs of one module: validated, with every default filled in. The <c>Get</c> methods throw <see cref="OptaException"/>
/// (OPTA1308, with the place) when the value is missing, of another type or not known before apply; the <c>Find</c> methods return null when it is missing or null.
/// </summary>
public sealed class ModuleInputs
{
    private readonly ConfigMap map;
    private readonly SourceLocation owner;

    internal ModuleInputs(ConfigMap map, SourceLocation owner) => (this.map, this.owner) = (map, owner);

    /// <summary>All inputs in the order of the file, defaults last.</summary>
    public IReadOnlyList<ConfigMapEntry> Entries => map.Entries;

    /// <summary>The value of an input, or null when it has neither value nor default or is null.</summary>
    public ConfigValue? this[string name] => map[name] is ConfigNull ? null : map[name];

    /// <summary>True when the input has a value or a default that is not null.</summary>
    public bool Has(string name) => this[name] is not null;

    /// <summary>True when the file itself gives the input.</summary>
    public bool IsWritten(string name) => map[name] is { IsDefault: false };

    /// <summary>Where the input was written, or the module entry's place when it is a default.</summary>
    public SourceLocation LocationOf(string name) => map[name]?.Location ?? owner;

    /// <summary>The text of an input.</summary>
    public string GetString(string name) => FindString(name) ?? throw Missing(name);

    /// <summary>The text of an input, or null.</summary>
    public string? FindString(string name) => this[name] switch
    {
        null => null,
        ConfigScalar scalar => scalar.Text,
        var other => throw Wrong(name, other, "text"),
    };

    /// <summary>A whole number; text that holds one is accepted.</summary>
    public long GetInt(string name) => FindInt(name) ?? throw Missing(name);

    /// <summary>A whole number, or null; text that holds one is accepted.</summary>
    public long? FindInt(string name) => this[name] switch
    {
        null => null,
        ConfigScalar { Kind: ScalarKind.Integer } scalar => scalar.Integer,
        ConfigScalar { Kind: ScalarKind.Text } scalar when long.TryParse(scalar.Text, out var value) => value,
        var other => throw Wrong(name, other, "a whole number"),
    };

    /// <summary>True or false.</summary>
    public bool GetBool(string name) => this[name] switch
    {
        null => throw Missing(name),
        ConfigScalar { Kind: ScalarKind.Boolean } scalar => scalar.Boolean,
        var other => throw Wrong(name, other, "true or false"),
    };

    /// <summary>The items of a list; empty when the input is missing or null.</summary>
    public IReadOnlyList<ConfigValue> GetList(string name) => this[name] switch
    {
        null => [],
        ConfigList list => list.Items,
        var other => throw Wrong(name, other, "a list"),
    };

    /// <summary>The texts of a list whose items are all known; empty when the input is missing or null.</summary>
    public IReadOnlyList<string> GetStrings(string name) =>
        [.. GetList(name).Select(item => item is ConfigScalar scalar ? scalar.Text : throw Wrong(name, item, "text"))];

    /// <summary>A map; empty when the input is missing or null.</summary>
    public ConfigMap GetMap(string name) => this[name] switch
    {
        null => new ConfigMap([], null),
        ConfigMap value => value,
        var other => throw Wrong(name, other, "a map"),
    };

    /// <summary>The parts of a text that may hold references; a known value is one literal. Empty when missing or null.</summary>
    public IReadOnlyList<TextSegment> GetSegments(string name) => this[name] switch
    {
        null => [],
        ConfigText text => text.Segments,
        ConfigScalar scalar => [new LiteralSegment(scalar.Text)],
        var other => throw Wrong(name, other, "text"),
    };

    /// <summary>All inputs as JSON; see <see cref="ConfigValue.ToJson"/> for text that is unknown until apply.</summary>
    public JsonObject ToJson() => (JsonObject)map.ToJson();

    private OptaException Missing(string name) => new(new Diagnostic(Codes.NotKnownBeforeApply, Severity.Error, $"The input '{name}' has no value.")
    {
        Location = LocationOf(name), Category = DiagnosticCategory.InvalidData,
    });

    private OptaException Wrong(string name, ConfigValue value, string expected) =>
        new(new Diagnostic(Codes.NotKnownBeforeApply, Severity.Error, $"The input '{name}' is needed as {expected} before anything is applied, but it is {Quote.A(value.KindName)}.")
        {
            Location = value.Location ?? LocationOf(name), Allowed = expected, Category = DiagnosticCategory.InvalidData,
            Remedy = "Write the value itself, or pass it with --var.",
        });
}
