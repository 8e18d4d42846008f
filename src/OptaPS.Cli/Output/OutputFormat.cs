namespace OptaPS.Cli.Output;

/// <summary>How results are printed.</summary>
internal enum OutputFormat
{
    /// <summary>Tables for people.</summary>
    Table,

    /// <summary>One JSON document on the output; events as JSON lines on the error stream.</summary>
    Json,
}
