namespace OptaPS.Configuration.Values;

/// <summary>The types of a single value in the YAML 1.2 core schema.</summary>
public enum ScalarKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number that fits 64 bits.</summary>
    Integer,

    /// <summary>A number with a fraction or exponent, or a whole number that does not fit 64 bits.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,
}
