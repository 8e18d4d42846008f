namespace OptaPS.Helm.Yaml;

/// <summary>go-yaml's order of mapping keys: numbers inside by value, letters after everything else.</summary>
internal static class NaturalOrder
{
    public static Comparer<string> Comparer { get; } = Comparer<string>.Create((a, b) => Less(a, b) ? -1 : Less(b, a) ? 1 : 0);

    private static bool Less(string a, string b)
    {
        var n = Math.Min(a.Length, b.Length);
        for (var i = 0; i < n; i++)
        {
            char x = a[i], y = b[i];
            if (x == y)
            {
                continue;
            }
            if (char.IsSurrogate(x) || char.IsSurrogate(y))
            {
                return GoText.Compare(a, b) < 0;
            }
            bool xLetter = char.IsLetter(x), yLetter = char.IsLetter(y);
            if (xLetter && yLetter)
            {
                return x < y;
            }
            if (xLetter || yLetter)
            {
                return yLetter;
            }
            return NumberLess(a, b, i);
        }
        return a.Length < b.Length;
    }

    private static bool NumberLess(string a, string b, int at)
    {
        long x = 0, y = 0;
        if (a[at] == '0' || b[at] == '0')
        {
            // A leading digit that both share decides whether the zero counts.
            for (var j = at - 1; j >= 0 && char.IsDigit(a[j]); j--)
            {
                if (a[j] != '0')
                {
                    x = 1;
                    y = 1;
                    break;
                }
            }
        }
        var i = at;
        for (; i < a.Length && char.IsDigit(a[i]); i++)
        {
            x = unchecked((x * 10) + (a[i] - '0'));
        }
        var k = at;
        for (; k < b.Length && char.IsDigit(b[k]); k++)
        {
            y = unchecked((y * 10) + (b[k] - '0'));
        }
        if (x != y)
        {
            return x < y;
        }
        return i != k ? i < k : a[at] < b[at];
    }
}
