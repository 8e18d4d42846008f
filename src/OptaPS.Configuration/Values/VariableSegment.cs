using System.Text.Json.Nodes;

namespace OptaPS.Configuration.Values;

/// <summary>A declared variable that has no value yet; occurs only when <see cref="LoadOptions.AllowMissingVariables"/> is set.</summary>
/// <param name="Name">The variable's name.</param>
public sealed record VariableSegment(string Name) : TextSegment
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["kind"] = "variable", ["name"] = Name };

    /// <summary>Returns the form that the file uses.</summary>
    public override string ToString() => "{vars." + Name + "}";
}
