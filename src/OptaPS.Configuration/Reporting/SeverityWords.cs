using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>The words for severities.</summary>
internal static class SeverityWords
{
    public static string Of(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "information" };
}
