namespace OptaPS.Cli.Commands.Releases;

/// <summary>What <c>-o</c> of the release commands takes.</summary>
internal enum ReleaseFormat
{
    /// <summary>Text for people.</summary>
    Table,

    /// <summary>JSON on one line.</summary>
    Json,

    /// <summary>YAML.</summary>
    Yaml,
}
