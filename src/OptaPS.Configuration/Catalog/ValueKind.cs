namespace OptaPS.Configuration.Catalog;

/// <summary>The kinds of value an input may take.</summary>
public enum ValueKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A whole number, also in quotes or known only at apply.</summary>
    IntegerText,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map with free keys, or with the keys of <see cref="ValueSchema.Properties"/>.</summary>
    Map,
}
