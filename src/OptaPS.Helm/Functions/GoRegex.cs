using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Functions;

/// <summary>A regular expression of Go, run by .NET's engine that does not backtrack.</summary>
internal sealed class GoRegex
{
    private const int MaximumCached = 500;
    private static readonly ConcurrentDictionary<string, GoRegex> Cache = new(StringComparer.Ordinal);
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(5);
    private readonly Regex narrow;
    private readonly Lazy<Regex> wide;
    private readonly Lazy<Regex> narrowGroups;
    private readonly Lazy<Regex> wideGroups;
    private readonly string pattern;
    private readonly Dictionary<string, int> names;
    private readonly int groups;

    private GoRegex(string pattern)
    {
        this.pattern = pattern;
        var parser = new Re2Parser(pattern, wide: false, captures: false);
        narrow = Create(parser.Translate());
        names = parser.GroupNames;
        groups = parser.GroupCount;
        wide = new Lazy<Regex>(() => Create(new Re2Parser(pattern, wide: true, captures: false).Translate()));
        narrowGroups = new Lazy<Regex>(() => Create(new Re2Parser(pattern, wide: false, captures: true).Translate()));
        wideGroups = new Lazy<Regex>(() => Create(new Re2Parser(pattern, wide: true, captures: true).Translate()));
    }

    /// <summary>The compiled expression; a <see cref="FunctionException"/> with Go's message for a wrong one.</summary>
    public static GoRegex Compile(string pattern)
    {
        if (Cache.TryGetValue(pattern, out var found))
        {
            return found;
        }
        if (Cache.Count > MaximumCached)
        {
            Cache.Clear();
        }
        return Cache[pattern] = new GoRegex(pattern);
    }

    public static string QuoteMeta(string s)
    {
        var sb = new StringBuilder(s.Length);
        foreach (var c in s)
        {
            if (c is '\\' or '.' or '+' or '*' or '?' or '(' or ')' or '|' or '[' or ']' or '{' or '}' or '^' or '$')
            {
                sb.Append('\\');
            }
            sb.Append(c);
        }
        return sb.ToString();
    }

    public bool IsMatch(string s) => Match(For(s), s, 0).Success;

    public string Find(string s) => Match(For(s), s, 0) is { Success: true } m ? m.Value : "";

    public List<string>? FindAll(string s, int count)
    {
        var found = Matches(s, count).Select(m => m.Value).ToList();
        return found.Count == 0 ? null : found;
    }

    public List<string>? Split(string s, int count)
    {
        if (count == 0)
        {
            return null;
        }
        if (pattern.Length > 0 && s.Length == 0)
        {
            return [""];
        }
        var parts = new List<string>();
        int start = 0, end = 0;
        foreach (var m in Matches(s, count))
        {
            if (count > 0 && parts.Count == count - 1)
            {
                break;
            }
            end = m.Index;
            if (m.Index + m.Length != 0)
            {
                parts.Add(s[start..end]);
            }
            start = m.Index + m.Length;
        }
        if (end != s.Length)
        {
            parts.Add(s[start..]);
        }
        return parts;
    }

    public string ReplaceAll(string s, string replacement, bool literal)
    {
        var regex = literal || groups == 0 || !replacement.Contains('$', StringComparison.Ordinal) ? For(s) : IsWide(s) ? wideGroups.Value : narrowGroups.Value;
        var started = Stopwatch.GetTimestamp();
        var sb = new StringBuilder();
        int last = 0, at = 0;
        while (at <= s.Length)
        {
            var m = Match(regex, s, at);
            if (!m.Success)
            {
                break;
            }
            TextCap.Check(sb);
            CheckTime(started);
            var end = m.Index + m.Length;
            sb.Append(s, last, m.Index - last);
            if (end > last || m.Index == 0)
            {
                if (literal)
                {
                    sb.Append(replacement);
                }
                else
                {
                    Expand(sb, replacement, m);
                }
            }
            last = end;
            var width = 1;
            if (at < s.Length)
            {
                GoText.RuneAt(s, at, out width);
            }
            at = at + width > end ? at + width : end;
        }
        return sb.Append(s, last, s.Length - last).ToString();
    }

    private static Regex Create(string translated)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant;
        try
        {
            return new Regex(translated, Options | RegexOptions.NonBacktracking, LongestMatch);
        }
        catch (NotSupportedException)
        {
            // Too large for an automaton: the time limit bounds the other engine.
            return new Regex(translated, Options, LongestMatch);
        }
        catch (RegexParseException e)
        {
            throw new FunctionException("error parsing regexp: " + e.Message);
        }
    }

    private static bool IsWide(string s) => s.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    private static void CheckTime(long started)
    {
        if (Stopwatch.GetElapsedTime(started) > LongestMatch)
        {
            throw TooLong();
        }
    }

    private static LimitException TooLong() => new("OPTA5022", $"a regular expression took longer than {LongestMatch.TotalSeconds:0} s");

    private static Match Match(Regex regex, string s, int at)
    {
        try
        {
            return regex.Match(s, at);
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooLong();
        }
    }

    private Regex For(string s) => IsWide(s) ? wide.Value : narrow;

    private List<Match> Matches(string s, int count)
    {
        var regex = For(s);
        var started = Stopwatch.GetTimestamp();
        var found = new List<Match>();
        var previousEnd = -1;
        for (var at = 0; at <= s.Length && (count < 0 || found.Count < count);)
        {
            CheckTime(started);
            var m = Match(regex, s, at);
            if (!m.Success)
            {
                break;
            }
            var end = m.Index + m.Length;
            var accept = true;
            if (end == at)
            {
                accept = m.Index != previousEnd;
                var width = 1;
                if (at < s.Length)
                {
                    GoText.RuneAt(s, at, out width);
                }
                at += width;
            }
            else
            {
                at = end;
            }
            previousEnd = end;
            if (accept)
            {
                found.Add(m);
            }
        }
        return found;
    }

    /// <summary>Puts $1, ${1} and ${name} into the replacement.</summary>
    private void Expand(StringBuilder sb, string template, Match m)
    {
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '$' || i + 1 >= template.Length)
            {
                sb.Append(template[i]);
                continue;
            }
            if (template[i + 1] == '$')
            {
                sb.Append('$');
                i++;
                continue;
            }
            var brace = template[i + 1] == '{';
            var start = i + (brace ? 2 : 1);
            var end = start;
            while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }
            if (end == start || (brace && (end >= template.Length || template[end] != '}')))
            {
                sb.Append('$');
                continue;
            }
            var name = template[start..end];
            if (!int.TryParse(name, System.Globalization.NumberStyles.None, null, out var number))
            {
                number = names.GetValueOrDefault(name, -1);
            }
            if (number == 0)
            {
                sb.Append(m.ValueSpan);
            }
            else if (number > 0 && number <= groups)
            {
                sb.Append(m.Groups["g" + number].ValueSpan);
            }
            i = brace ? end : end - 1;
        }
    }
}
