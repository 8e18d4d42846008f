namespace OptaPS.Helm.Yaml;

/// <summary>What styles a text can be written in.</summary>
internal readonly struct ScalarAnalysis
{
    public ScalarAnalysis(string value)
    {
        if (value.Length == 0)
        {
            PlainAllowed = true;
            SingleQuotedAllowed = true;
            return;
        }
        var indicators = value.StartsWith("---", StringComparison.Ordinal) || value.StartsWith("...", StringComparison.Ordinal);
        bool special = false, breakSpace = false, spaceBreak = false, previousSpace = false, previousBreak = false, breaks = false;
        var precededByBlank = true;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var followedByBlank = i + 1 >= value.Length || value[i + 1] is ' ' or '\t';
            indicators |= i == 0
                ? c is '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`'
                    || (c is '?' or ':' or '-' && followedByBlank)
                : (c == ':' && followedByBlank) || (c == '#' && precededByBlank);
            special |= !IsPrintable(c);
            if (c == ' ')
            {
                breakSpace |= previousBreak;
                previousSpace = true;
                previousBreak = false;
            }
            else if (YamlCursor.IsBreakChar(c))
            {
                breaks = true;
                spaceBreak |= previousSpace;
                previousSpace = false;
                previousBreak = true;
            }
            else
            {
                previousSpace = false;
                previousBreak = false;
            }
            precededByBlank = c is ' ' or '\t' or '\0' || YamlCursor.IsBreakChar(c);
        }
        var edge = value[0] == ' ' || YamlCursor.IsBreakChar(value[0]) || value[^1] == ' ' || YamlCursor.IsBreakChar(value[^1]);
        IsMultiline = breaks;
        PlainAllowed = !edge && !breakSpace && !spaceBreak && !special && !breaks && !indicators;
        SingleQuotedAllowed = !breakSpace && !spaceBreak && !special;
        BlockAllowed = value[^1] != ' ' && !spaceBreak && !special;
    }

    public bool IsMultiline { get; }

    public bool PlainAllowed { get; }

    public bool SingleQuotedAllowed { get; }

    public bool BlockAllowed { get; }

    /// <summary>Characters that need no escape; those beyond the BMP do.</summary>
    public static bool IsPrintable(char c) => c is '\n' or (>= ' ' and <= '~') or (>= '\u00a0' and < '\ud800') or (>= '\ue000' and < '\ufffe' and not '\ufeff');
}
