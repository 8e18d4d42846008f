using System.Text;

namespace OptaPS.Configuration.Yaml;

/// <summary>Shows text from a file inside a message: short, on one line, without control characters.</summary>
internal static class Quote
{
    public static string Of(string text) => "'" + Clean(text, 60) + "'";

    /// <summary>A kind of value with its article: <c>a list</c>, <c>text</c>.</summary>
    public static string A(string kind) => kind is "null" || kind.StartsWith("text", StringComparison.Ordinal) ? kind : "a " + kind;

    public static string Clean(string text, int longest)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length >= longest)
            {
                return result.Append("...").ToString();
            }

            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
            {
                result.Append(rune.Value switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", var value => $"\\u{value:x4}" });
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }
}
