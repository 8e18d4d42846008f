using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>Functions of Go's strings package that differ from .NET's.</summary>
internal static class GoStrings
{
    public static bool IsSpace(int rune) => rune is ' ' or '\t' or '\n' or '\v' or '\f' or '\r' or 0x85 or 0xA0
        || (rune is > 0xFF and < 0x10000 && char.IsWhiteSpace((char)rune) && rune != 0x200B);

    public static string TrimSpace(string s)
    {
        int from = 0, to = s.Length;
        while (from < to && IsSpace(s[from]))
        {
            from++;
        }
        while (to > from && IsSpace(s[to - 1]))
        {
            to--;
        }
        return s[from..to];
    }

    public static string Trim(string s, string cutset)
    {
        if (cutset.Length == 0)
        {
            return s;
        }
        var set = GoText.Runes(cutset).ToHashSet();
        var runes = GoText.Runes(s);
        int from = 0, to = runes.Count;
        while (from < to && set.Contains(runes[from]))
        {
            from++;
        }
        while (to > from && set.Contains(runes[to - 1]))
        {
            to--;
        }
        return GoText.FromRunes(runes.GetRange(from, to - from));
    }

    public static string ReplaceAll(string s, string old, string with)
    {
        if (old.Length > 0)
        {
            return s.Replace(old, with, StringComparison.Ordinal);
        }
        var sb = new StringBuilder(with);
        for (var i = 0; i < s.Length;)
        {
            GoText.RuneAt(s, i, out var used);
            sb.Append(s, i, used).Append(with);
            i += used;
        }
        return sb.ToString();
    }

    /// <summary>strings.SplitN; -1 for all parts.</summary>
    public static List<string> Split(string s, string separator, int count)
    {
        var parts = new List<string>();
        if (count == 0)
        {
            return parts;
        }
        if (separator.Length == 0)
        {
            for (var i = 0; i < s.Length;)
            {
                if (count > 0 && parts.Count == count - 1)
                {
                    parts.Add(s[i..]);
                    break;
                }
                GoText.RuneAt(s, i, out var used);
                parts.Add(s.Substring(i, used));
                i += used;
            }
            return parts;
        }
        var start = 0;
        while (count < 0 || parts.Count < count - 1)
        {
            var at = s.IndexOf(separator, start, StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }
            parts.Add(s[start..at]);
            start = at + separator.Length;
        }
        parts.Add(s[start..]);
        return parts;
    }
}
