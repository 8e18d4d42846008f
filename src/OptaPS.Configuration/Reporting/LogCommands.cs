namespace OptaPS.Configuration.Reporting;

/// <summary>Keeps text of a file from being taken as a command by the log readers of build systems.</summary>
internal static class LogCommands
{
    /// <summary>Breaks the marks that begin a command; the length of the text stays the same.</summary>
    public static string Defuse(string text) =>
        text.Replace("##vso[", "##vso(", StringComparison.OrdinalIgnoreCase).Replace("##[", "##(", StringComparison.Ordinal);
}
