using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Values;

/// <summary>A value of a file after validation: typed, with defaults filled in, and with the place it was written at.</summary>
/// <param name="Location">Where the value was written, or null when it is a default.</param>
public abstract record ConfigValue(SourceLocation? Location)
{
    /// <summary>True when the file does not hold the value.</summary>
    public bool IsDefault => Location is null;

    /// <summary>The word that messages use for this kind of value, such as <c>text</c> or <c>list</c>.</summary>
    public abstract string KindName { get; }

    /// <summary>Gives the value as JSON. Text with parts that are unknown until apply becomes <c>{"$opta":"text","segments":[...]}</c>.</summary>
    public abstract JsonNode? ToJson();
}
