using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>Go's path package, and path matching.</summary>
internal static class GoPath
{
    public static string Clean(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }
        var rooted = path[0] == '/';
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count > 0 && parts[^1] != "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                case ".." when rooted:
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }
        var text = string.Join('/', parts);
        return rooted ? "/" + text : text.Length == 0 ? "." : text;
    }

    public static string Join(IEnumerable<string> parts)
    {
        var text = string.Join('/', parts.Where(p => p.Length > 0));
        return text.Length == 0 ? "" : Clean(text);
    }

    public static string Base(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }
        var trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    public static string Directory(string path) => Clean(path[..(path.LastIndexOf('/') + 1)]);

    public static string Extension(string path)
    {
        for (var i = path.Length - 1; i >= 0 && path[i] != '/'; i--)
        {
            if (path[i] == '.')
            {
                return path[i..];
            }
        }
        return "";
    }

    /// <summary>filepath.Match; null when the pattern is malformed.</summary>
    public static bool? Match(string pattern, string name)
    {
        if (!IsWellFormed(pattern))
        {
            return null;
        }
        return Match(pattern, 0, name, 0);
    }

    private static bool IsWellFormed(string p)
    {
        for (var i = 0; i < p.Length; i++)
        {
            if (p[i] == '\\')
            {
                if (++i >= p.Length)
                {
                    return false;
                }
            }
            else if (p[i] == '[')
            {
                i++;
                if (i < p.Length && p[i] == '^')
                {
                    i++;
                }
                for (var n = 0; ; n++)
                {
                    if (i < p.Length && p[i] == ']' && n > 0)
                    {
                        break;
                    }
                    if (!Element(p, ref i, out _))
                    {
                        return false;
                    }
                    if (i < p.Length && p[i] == '-')
                    {
                        i++;
                        if (!Element(p, ref i, out _))
                        {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private static bool Element(string p, ref int i, out int rune)
    {
        rune = 0;
        if (i >= p.Length || p[i] is '-' or ']')
        {
            return false;
        }
        if (p[i] == '\\' && ++i >= p.Length)
        {
            return false;
        }
        rune = GoText.RuneAt(p, i, out var used);
        i += used;
        return i < p.Length;
    }

    // A star takes as little as what follows it allows; only the last star is tried again, which is enough as none of them crosses a slash.
    private static bool Match(string p, int pi, string s, int si)
    {
        var (star, from) = (-1, 0);
        while (true)
        {
            if (pi < p.Length && p[pi] == '*')
            {
                while (pi < p.Length && p[pi] == '*')
                {
                    pi++;
                }
                if (pi == p.Length)
                {
                    return s.IndexOf('/', si) < 0;
                }
                (star, from) = (pi, si);
                continue;
            }
            if (pi == p.Length ? si == s.Length : One(p, ref pi, s, ref si))
            {
                if (pi == p.Length && si == s.Length)
                {
                    return true;
                }
                continue;
            }
            if (star < 0 || from >= s.Length || s[from] == '/')
            {
                return false;
            }
            (pi, si) = (star, ++from);
        }
    }

    /// <summary>Matches one element of the pattern that is no star.</summary>
    private static bool One(string p, ref int pi, string s, ref int si)
    {
        int used;
        switch (p[pi])
        {
            case '?':
                if (si >= s.Length || s[si] == '/')
                {
                    return false;
                }
                GoText.RuneAt(s, si, out used);
                si += used;
                pi++;
                return true;
            case '[':
                if (si >= s.Length)
                {
                    return false;
                }
                var rune = GoText.RuneAt(s, si, out used);
                si += used;
                pi++;
                var negated = p[pi] == '^';
                pi += negated ? 1 : 0;
                var hit = false;
                for (var n = 0; p[pi] != ']' || n == 0; n++)
                {
                    Element(p, ref pi, out var low);
                    var high = low;
                    if (p[pi] == '-')
                    {
                        pi++;
                        Element(p, ref pi, out high);
                    }
                    hit |= low <= rune && rune <= high;
                }
                pi++;
                return hit != negated;
            default:
                if (p[pi] == '\\')
                {
                    pi++;
                }
                if (si >= s.Length || p[pi] != s[si])
                {
                    return false;
                }
                pi++;
                si++;
                return true;
        }
    }
}
