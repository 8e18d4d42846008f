using System.Text;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Functions;

/// <summary>The patterns of .Files.Glob, with the slash as separator: * stays in a folder, ** does not, {a,b} is a choice.</summary>
internal static class GobwasGlob
{
    /// <summary>The compiled pattern; null when it is malformed, which matches everything.</summary>
    public static Regex? Compile(string pattern)
    {
        var sb = new StringBuilder("\\A");
        var i = 0;
        if (!Sequence(pattern, ref i, sb, depth: 0) || i < pattern.Length)
        {
            return null;
        }
        const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;
        var text = sb.Append("\\z").ToString();
        try
        {
            return new Regex(text, Options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            throw new LimitException("OPTA5022", $"the pattern {GoQuote.Quote(pattern)} is too large");
        }
    }

    private static bool Sequence(string p, ref int i, StringBuilder sb, int depth)
    {
        RuntimeGuard.EnsureStack();
        while (i < p.Length)
        {
            var c = p[i];
            switch (c)
            {
                case '*':
                    var start = i;
                    while (i < p.Length && p[i] == '*')
                    {
                        i++;
                    }
                    sb.Append(i - start > 1 ? ".*" : "[^/]*");
                    break;
                case '?':
                    sb.Append("[^/]");
                    i++;
                    break;
                case '[':
                    if (!Class(p, ref i, sb))
                    {
                        return false;
                    }
                    break;
                case '{':
                    i++;
                    sb.Append("(?:");
                    if (!Sequence(p, ref i, sb, depth + 1) || i >= p.Length)
                    {
                        return false;
                    }
                    i++;
                    sb.Append(')');
                    break;
                case '}' when depth > 0:
                    return true;
                case ',' when depth > 0:
                    sb.Append('|');
                    i++;
                    break;
                case '\\':
                    if (i + 1 >= p.Length)
                    {
                        return false;
                    }
                    sb.Append(Regex.Escape(p[i + 1].ToString()));
                    i += 2;
                    break;
                default:
                    sb.Append(Regex.Escape(c.ToString()));
                    i++;
                    break;
            }
        }
        return depth == 0;
    }

    private static bool Class(string p, ref int i, StringBuilder sb)
    {
        var end = p.IndexOf(']', i + 1);
        if (end < 0 || end == i + 1)
        {
            return false;
        }
        var body = p[(i + 1)..end];
        var negated = body[0] == '!';
        if (negated)
        {
            body = body[1..];
        }
        if (body.Length == 0)
        {
            return false;
        }
        sb.Append(negated ? "[^" : "[");
        if (body.Length == 3 && body[1] == '-')
        {
            if (body[2] < body[0])
            {
                return false;
            }
            sb.Append(Escape(body[0])).Append('-').Append(Escape(body[2]));
        }
        else
        {
            foreach (var c in body)
            {
                sb.Append(Escape(c));
            }
        }
        sb.Append(']');
        i = end + 1;
        return true;
    }

    private static string Escape(char c) => c is '\\' or ']' or '[' or '^' or '-' ? "\\" + c : c.ToString();
}
