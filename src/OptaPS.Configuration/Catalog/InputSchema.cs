using OptaPS.Configuration.Values;

namespace OptaPS.Configuration.Catalog;

/// <summary>One input of a module, or one key of a map with fixed keys.</summary>
public sealed record InputSchema
{
    /// <summary>The key in the file.</summary>
    public required string Name { get; init; }

    /// <summary>What the value may be.</summary>
    public required ValueSchema Value { get; init; }

    /// <summary>What the input is for, in one sentence.</summary>
    public required string About { get; init; }

    /// <summary>True when it must be written.</summary>
    public bool Required { get; init; }

    /// <summary>The value taken when nothing is written, or null for none.</summary>
    public ConfigValue? Default { get; init; }

    /// <summary>Opta's default where OptaPS has a newer one, or null.</summary>
    public string? OptaDefault { get; init; }

    /// <summary>Why the input should no longer be used and what replaces it, or null.</summary>
    public string? Deprecated { get; init; }

    /// <summary>True when the input is accepted but changes nothing.</summary>
    public bool NoEffect { get; init; }

    /// <summary>True when the value is a secret and should not stand in the file.</summary>
    public bool Secret { get; init; }
}
