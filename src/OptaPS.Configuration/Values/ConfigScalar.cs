using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Values;

/// <summary>A single value that is completely known.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Text">The text as written, so that <c>000012345678</c> keeps its zeros.</param>
/// <param name="Location">Where it was written, or null for a default.</param>
public sealed record ConfigScalar(ScalarKind Kind, string Text, SourceLocation? Location) : ConfigValue(Location)
{
    private readonly long integer;
    private readonly double number;
    private readonly bool boolean;

    private ConfigScalar(ScalarKind kind, string text, long integer, double number, bool boolean, SourceLocation? location)
        : this(kind, text, location) => (this.integer, this.number, this.boolean) = (integer, number, boolean);

    /// <inheritdoc/>
    public override string KindName => Kind switch
    {
        ScalarKind.Integer => "whole number",
        ScalarKind.Number => "number",
        ScalarKind.Boolean => "truth value",
        _ => "text",
    };

    /// <summary>The value of an <see cref="ScalarKind.Integer"/>; 0 for other kinds.</summary>
    public long Integer => integer;

    /// <summary>The value of an <see cref="ScalarKind.Integer"/> or <see cref="ScalarKind.Number"/>; 0 for other kinds.</summary>
    public double Number => Kind == ScalarKind.Integer ? integer : number;

    /// <summary>The value of a <see cref="ScalarKind.Boolean"/>; false for other kinds.</summary>
    public bool Boolean => boolean;

    /// <summary>Makes a text.</summary>
    public static ConfigScalar OfText(string text, SourceLocation? location = null) => new(ScalarKind.Text, text, 0, 0, false, location);

    /// <summary>Makes a whole number; <paramref name="text"/> is how it was written.</summary>
    public static ConfigScalar OfInteger(long value, SourceLocation? location = null, string? text = null) =>
        new(ScalarKind.Integer, text ?? value.ToString(CultureInfo.InvariantCulture), value, value, false, location);

    /// <summary>Makes a number; <paramref name="text"/> is how it was written.</summary>
    public static ConfigScalar OfNumber(double value, SourceLocation? location = null, string? text = null) =>
        new(ScalarKind.Number, text ?? value.ToString("R", CultureInfo.InvariantCulture), 0, value, false, location);

    /// <summary>Makes a truth value.</summary>
    public static ConfigScalar OfBoolean(bool value, SourceLocation? location = null, string? text = null) =>
        new(ScalarKind.Boolean, text ?? (value ? "true" : "false"), 0, 0, value, location);

    /// <inheritdoc/>
    public override JsonNode? ToJson() => Kind switch
    {
        ScalarKind.Integer => JsonValue.Create(integer),
        ScalarKind.Number when double.IsFinite(number) => JsonValue.Create(number),
        ScalarKind.Boolean => JsonValue.Create(boolean),
        _ => JsonValue.Create(Text),
    };
}
