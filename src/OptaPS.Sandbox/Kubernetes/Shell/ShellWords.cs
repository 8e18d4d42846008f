using System.Text;

namespace OptaPS.Sandbox.Kubernetes.Shell;

/// <summary>Splits a line of a shell into words and operators; variables are replaced, quotes honoured.</summary>
internal static class ShellWords
{
    private static readonly string[] Operators = ["&&", "||", ">>", ";", "|", ">", "<"];

    /// <summary>The words; operators are marked by a leading zero character.</summary>
    public static List<string> Split(string line, Func<string, string> variable)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var started = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\'' || c == '"')
            {
                started = true;
                for (i++; i < line.Length && line[i] != c; i++)
                {
                    if (c == '"' && line[i] == '\\' && i + 1 < line.Length)
                        word.Append(line[++i]);
                    else if (c == '"' && line[i] == '$')
                        word.Append(Replace(line, ref i, variable));
                    else
                        word.Append(line[i]);
                }
            }
            else if (c == '$')
            {
                started = true;
                word.Append(Replace(line, ref i, variable));
            }
            else if (c == '\\' && i + 1 < line.Length)
            {
                started = true;
                word.Append(line[++i]);
            }
            else if (Operators.FirstOrDefault(text => line.AsSpan(i).StartsWith(text, StringComparison.Ordinal)) is { } found)
            {
                End(words, word, ref started);
                words.Add("\0" + found);
                i += found.Length - 1;
            }
            else if (char.IsWhiteSpace(c))
            {
                End(words, word, ref started);
            }
            else
            {
                started = true;
                word.Append(c);
            }
        }

        End(words, word, ref started);
        return words;
    }

    private static void End(List<string> words, StringBuilder word, ref bool started)
    {
        if (started)
            words.Add(word.ToString());
        word.Clear();
        started = false;
    }

    private static string Replace(string line, ref int at, Func<string, string> variable)
    {
        if (at + 1 < line.Length && line[at + 1] == '?')
        {
            at++;
            return variable("?");
        }

        var braced = at + 1 < line.Length && line[at + 1] == '{';
        var start = at + (braced ? 2 : 1);
        var end = start;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
            end++;
        if (end == start)
            return "$";
        at = braced && end < line.Length && line[end] == '}' ? end : end - 1;
        return variable(line[start..end]);
    }
}
