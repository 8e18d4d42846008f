namespace OptaPS.Cli.Flags;

/// <summary>What a flag takes.</summary>
internal enum FlagKind
{
    /// <summary>Nothing, or <c>=true</c> / <c>=false</c>.</summary>
    Switch,

    /// <summary>One text; the last one counts.</summary>
    Text,

    /// <summary>One text after <c>=</c>, or none; never the next argument.</summary>
    OptionalText,

    /// <summary>A text each time it is given.</summary>
    List,

    /// <summary>Texts separated by commas, each time it is given.</summary>
    CommaList,
}
