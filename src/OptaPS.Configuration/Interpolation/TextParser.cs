using System.Text;
using System.Text.RegularExpressions;

namespace OptaPS.Configuration.Interpolation;

/// <summary>
/// Splits text at its references. Braces that cannot be a reference (JSON, shell, nginx, format strings) are text; doubled braces are single ones,
/// except where an undoubled brace before shows that the text is written without doubling.
/// </summary>
internal static partial class TextParser
{
    /// <summary>The names that a reference may begin with.</summary>
    public static readonly string[] Roots =
    [
        "env", "layer_name", "parent_name", "state_storage", "region", "kubeconfig", "k8s_access_token", "aws", "google", "azurerm", "vars", "variables", "parent", "module",
    ];

    public static bool MayHoldReferences(string text) => text.AsSpan().ContainsAny('{', '}');

    public static List<TextPart> Parse(string text)
    {
        var parts = new List<TextPart>();
        var literal = new StringBuilder();
        var doubled = new Stack<bool>();
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character == '$' && Match(ExpressionPattern(), text, at) is { } expression)
            {
                Add(TextPartKind.Expression, expression.Groups["inner"].Value.Trim(), expression.Value, ref at);
            }
            else if (character == '$' && Match(DollarPattern(), text, at) is { } dollar)
            {
                if (dollar.Groups["root"].Value is "module" or "parent" or "vars" or "variables")
                {
                    Add(TextPartKind.SingleBraces, dollar.Value[2..^1], dollar.Value, ref at);
                }
                else
                {
                    literal.Append(dollar.Value);
                    at += dollar.Length - 1;
                }
            }
            else if (character == '{' && at + 1 < text.Length && text[at + 1] == '{')
            {
                literal.Append('{');
                doubled.Push(true);
                at++;
            }
            else if (character == '{' && Match(ReferencePattern(), text, at) is { } reference && IsReference(reference))
            {
                Add(TextPartKind.Reference, reference.Groups["inner"].Value, reference.Value, ref at);
            }
            else if (character == '{')
            {
                literal.Append('{');
                doubled.Push(false);
            }
            else if (character == '}')
            {
                literal.Append('}');
                var pair = !doubled.TryPop(out var wasDoubled) || wasDoubled;
                at += pair && at + 1 < text.Length && text[at + 1] == '}' ? 1 : 0;
            }
            else
            {
                literal.Append(character);
            }
        }

        Flush();
        return parts;

        void Add(TextPartKind kind, string inner, string source, ref int at)
        {
            Flush();
            parts.Add(new TextPart(kind, inner, source));
            at += source.Length - 1;
        }

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new TextPart(TextPartKind.Literal, literal.ToString(), literal.ToString()));
                literal.Clear();
            }
        }
    }

    private static Match? Match(Regex pattern, string text, int at) => pattern.Match(text, at, Math.Min(text.Length - at, 512)) is { Success: true } match ? match : null;

    // A plain or dotted name always counts; anything behind a name counts only for the known names, so that {"a": 1} and {Content-Type} stay text.
    private static bool IsReference(Match match) => match.Groups["rest"].Length == 0 || Roots.Contains(match.Groups["root"].Value, StringComparer.Ordinal);

    [GeneratedRegex(@"\G\$\{\{(?<inner>[^{}\r\n]*)\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ExpressionPattern();

    [GeneratedRegex(@"\G\$\{(?<root>[A-Za-z_][A-Za-z0-9_]*)[^{}\r\n]*\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DollarPattern();

    [GeneratedRegex(@"\G\{(?<inner>(?<root>[A-Za-z_][A-Za-z0-9_]*)(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[^\[\]{}\s""]*\])*(?<rest>[^{}\r\n]*))\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ReferencePattern();
}
