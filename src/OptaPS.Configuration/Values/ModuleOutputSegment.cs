using System.Text.Json.Nodes;

namespace OptaPS.Configuration.Values;

/// <summary>An output of a module of the same file: <c>${{module.name.output}}</c>.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Output">The output's name.</param>
/// <param name="Path">Keys and indexes below the output, outermost first; usually empty.</param>
public sealed record ModuleOutputSegment(string Module, string Output, IReadOnlyList<string> Path) : TextSegment
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["kind"] = "moduleOutput", ["module"] = Module, ["output"] = Output,
        ["path"] = new JsonArray([.. Path.Select(step => (JsonNode)JsonValue.Create(step))]),
    };

    /// <summary>Returns the form that the file uses.</summary>
    public override string ToString() => "${{module." + string.Join('.', [Module, Output, .. Path]) + "}}";

    /// <inheritdoc/>
    public bool Equals(ModuleOutputSegment? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
