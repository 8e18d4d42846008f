namespace OptaPS.Configuration.Yaml;

/// <summary>Puts the parser's terse messages into one style.</summary>
internal static class SyntaxText
{
    public static string Of(string message)
    {
        var text = message.Trim();
        var colon = text.StartsWith('(') ? text.IndexOf("): ", StringComparison.Ordinal) : -1;
        text = colon < 0 ? text : text[(colon + 3)..];
        text = text.Replace("While scanning", "while reading", StringComparison.Ordinal)
            .Replace("While parsing", "while reading", StringComparison.Ordinal)
            .Replace("did not find expected", "expected", StringComparison.Ordinal)
            .TrimEnd('.');
        return Quote.Clean(text.Length == 0 ? "malformed text" : char.ToLowerInvariant(text[0]) + text[1..], 160) + ".";
    }
}
