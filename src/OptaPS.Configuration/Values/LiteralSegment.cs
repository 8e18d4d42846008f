using System.Text.Json.Nodes;

namespace OptaPS.Configuration.Values;

/// <summary>Known text.</summary>
/// <param name="Text">The text.</param>
public sealed record LiteralSegment(string Text) : TextSegment
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["kind"] = "literal", ["text"] = Text };

    /// <summary>Returns the text.</summary>
    public override string ToString() => Text;
}
