using System.Text.RegularExpressions;

namespace OptaPS.Diagnostics;

/// <summary>Keeps text of a file or of a remote side from being taken as a command by the log readers of Azure Pipelines and GitHub Actions.</summary>
public static partial class LogCommands
{
    /// <summary>Breaks the marks that begin a command: <c>##vso[</c> and <c>##[</c> anywhere, <c>::</c> at the start of a line. The length of the text stays the same.</summary>
    public static string Defuse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return LineStart().Replace(
            text.Replace("##vso[", "##vso(", StringComparison.OrdinalIgnoreCase).Replace("##[", "##(", StringComparison.Ordinal),
            "${indent};:");
    }

    /// <summary>The same for a text that must stay on one line, such as a cell of a table: line ends become blanks.</summary>
    public static string DefuseLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Defuse(text.Replace('\r', ' ').Replace('\n', ' '));
    }

    /// <summary>The same for a JSON document: the values stay what they are, because the mark's bracket is written as an escape.</summary>
    public static string DefuseJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return MarkInJson().Replace(json, @"${mark}\u005b");
    }

    [GeneratedRegex(@"(?<mark>##(vso)?)\[", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MarkInJson();

    [GeneratedRegex(@"(?<=^|[\r\n])(?<indent>[^\S\r\n]*)::", RegexOptions.None, 1000)]
    private static partial Regex LineStart();
}
