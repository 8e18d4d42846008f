using System.Text.RegularExpressions;

namespace OptaPS.HelpGenerator;

/// <summary>Turns the small part of Markdown that our pages use into plain text.</summary>
internal static partial class MarkdownText
{
    /// <summary>Paragraphs of plain text: wrapped lines are joined, list items and lines of a table stand alone, code keeps its lines.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        var open = new List<string>();
        var code = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                Close(code);
                code = !code;
            }
            else if (code)
            {
                open.Add("    " + line);
            }
            else if (line.Trim().Length == 0)
            {
                Close(false);
            }
            else
            {
                if (line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith('|'))
                    Close(false);
                open.Add(line.Trim());
            }
        }

        Close(code);
        return paragraphs;

        void Close(bool asCode)
        {
            if (open.Count > 0)
                paragraphs.Add(asCode ? string.Join('\n', open) : Plain(string.Join(' ', open)));
            open.Clear();
        }
    }

    /// <summary>Takes links, emphasis and code marks away.</summary>
    public static string Plain(string text) => Emphasis().Replace(Link().Replace(text, "${text}").Replace("`", "", StringComparison.Ordinal), "${text}");

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*(?<text>[^*]+)\*\*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Emphasis();
}
