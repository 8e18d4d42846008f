namespace OptaPS.Configuration.Catalog;

/// <summary>What a value may be. Without kinds it may be anything.</summary>
public sealed record ValueSchema
{
    /// <summary>Anything at all.</summary>
    public static ValueSchema Any { get; } = new();

    /// <summary>The allowed kinds; empty means any.</summary>
    public IReadOnlyList<ValueKind> Kinds { get; init; } = [];

    /// <summary>What the items of a list may be.</summary>
    public ValueSchema? Items { get; init; }

    /// <summary>What the values of a map with free keys may be.</summary>
    public ValueSchema? Values { get; init; }

    /// <summary>The keys of a map with fixed keys; empty means free keys.</summary>
    public IReadOnlyList<InputSchema> Properties { get; init; } = [];

    /// <summary>True when exactly one of <see cref="Properties"/> must be written.</summary>
    public bool ExactlyOne { get; init; }

    /// <summary>The allowed texts; empty means any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Allowed texts that the cloud no longer accepts for something new; they give a warning.</summary>
    public IReadOnlyList<string> Retired { get; init; } = [];

    /// <summary>A regular expression that a text must match as a whole, or null.</summary>
    public string? Pattern { get; init; }

    /// <summary>The pattern or format in words, for messages.</summary>
    public string? Form { get; init; }

    /// <summary>A named check: <c>cidr</c>, <c>arn</c>, <c>domain</c>, <c>ipv4</c>, <c>uri</c>, <c>duration</c>, <c>cron</c>, <c>file</c>, <c>folder</c>, <c>image</c>, <c>guid</c>, or null.</summary>
    public string? Format { get; init; }

    /// <summary>True when a text of another form gives a warning only.</summary>
    public bool Soft { get; init; }

    /// <summary>Smallest number, or null.</summary>
    public long? Minimum { get; init; }

    /// <summary>Largest number, or the bytes that a file stays below, or null.</summary>
    public long? Maximum { get; init; }

    /// <summary>Fewest items of a list, or null.</summary>
    public int? MinimumItems { get; init; }

    /// <summary>Most items of a list, or null.</summary>
    public int? MaximumItems { get; init; }

    /// <summary>True when the items of a list must differ.</summary>
    public bool Unique { get; init; }

    /// <summary>The kinds in words, such as <c>text or list of text</c>.</summary>
    public string Describe()
    {
        if (Kinds.Count == 0)
        {
            return "anything";
        }

        return string.Join(" or ", Kinds.Select(kind => kind switch
        {
            ValueKind.Text => "text",
            ValueKind.Integer => "whole number",
            ValueKind.IntegerText => "whole number",
            ValueKind.Number => "number",
            ValueKind.Boolean => "true or false",
            ValueKind.List => Items is null || Items.Kinds.Count == 0 ? "list" : "list of " + Items.Describe(),
            _ => Properties.Count > 0 ? "map of " + string.Join(", ", Properties.Select(property => property.Name)) : Values is { Kinds.Count: > 0 } ? "map of " + Values.Describe() : "map",
        }));
    }
}
