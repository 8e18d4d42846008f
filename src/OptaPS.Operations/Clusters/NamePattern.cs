using System.Text;
using System.Text.RegularExpressions;

namespace OptaPS.Operations.Clusters;

/// <summary>A name with wildcards: <c>*</c>, <c>?</c> and <c>[a-c]</c>.</summary>
internal sealed class NamePattern(string text)
{
    private static readonly char[] Signs = ['*', '?', '['];
    private readonly Regex expression = new(Translate(text), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static bool IsPattern(string text) => text.IndexOfAny(Signs) >= 0;

    public bool Matches(string name) => expression.IsMatch(name);

    private static string Translate(string text)
    {
        var pattern = new StringBuilder("^");
        for (var i = 0; i < text.Length; i++)
        {
            var close = text[i] == '[' ? text.IndexOf(']', i + 1) : -1;
            if (close > i + 1)
            {
                pattern.Append('[').Append(text[(i + 1)..close].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("^", "\\^", StringComparison.Ordinal)).Append(']');
                i = close;
            }
            else
            {
                pattern.Append(text[i] switch { '*' => ".*", '?' => ".", var other => Regex.Escape(other.ToString()) });
            }
        }

        return pattern.Append('$').ToString();
    }
}
