namespace OptaPS.Configuration.Interpolation;

/// <summary>The kinds of part that a text consists of.</summary>
internal enum TextPartKind
{
    /// <summary>Text.</summary>
    Literal,

    /// <summary><c>{name}</c>.</summary>
    Reference,

    /// <summary><c>${{expression}}</c>.</summary>
    Expression,

    /// <summary><c>${module.x.y}</c>, which Opta silently emptied.</summary>
    SingleBraces,
}
