using System.Text.Json.Nodes;

namespace OptaPS.Configuration.Values;

/// <summary>An output of the environment that a service belongs to: <c>{parent.output}</c>.</summary>
/// <param name="Output">The layer output's name, such as <c>vpc_id</c>, or <c>module_output</c> for a type used twice.</param>
/// <param name="Module">The name of the parent's module that makes it, or null for the layer's own outputs such as <c>state_storage</c>.</param>
/// <param name="ModuleOutput">The output's name at that module, or null for the layer's own outputs.</param>
/// <param name="Path">Keys and indexes below the output, outermost first; usually empty.</param>
public sealed record ParentOutputSegment(string Output, string? Module, string? ModuleOutput, IReadOnlyList<string> Path) : TextSegment
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["kind"] = "parentOutput", ["output"] = Output, ["module"] = Module, ["moduleOutput"] = ModuleOutput,
        ["path"] = new JsonArray([.. Path.Select(step => (JsonNode)JsonValue.Create(step))]),
    };

    /// <summary>Returns the form that the file uses.</summary>
    public override string ToString() => "{parent." + Output + string.Concat(Path.Select(step => $"[{step}]")) + "}";

    /// <inheritdoc/>
    public bool Equals(ParentOutputSegment? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
