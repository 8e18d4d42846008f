namespace OptaPS.Sandbox.Aws.Logs;

/// <summary>One event of a log stream; times are milliseconds since 1970.</summary>
internal sealed record LogLine(long Timestamp, string Message, long IngestionTime);
