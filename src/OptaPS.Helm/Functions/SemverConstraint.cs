using System.Text.RegularExpressions;

namespace OptaPS.Helm.Functions;

/// <summary>A range of versions: groups joined by ||, each of parts that must all hold.</summary>
internal sealed partial class SemverConstraint
{
    private const string Version = @"v?([0-9|x|X|\*]+)(\.[0-9|x|X|\*]+)?(\.[0-9|x|X|\*]+)?(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?";
    private const string Operators = @"=||!=|>|<|>=|=>|<=|=<|~|~>|\^";
    private const string Blank = @"[\t\n\f\r ]";
    private readonly List<List<SemverPart>> groups = [];

    private SemverConstraint()
    {
    }

    public static SemverConstraint Parse(string text)
    {
        var constraint = new SemverConstraint();
        foreach (var group in RewriteRanges(text).Split("||"))
        {
            if (!Valid().IsMatch(group))
            {
                throw new FunctionException("improper constraint: " + group);
            }
            var parts = new List<SemverPart>();
            foreach (Match found in Find().Matches(group))
            {
                var m = Single().Match(found.Value);
                if (!m.Success)
                {
                    throw new FunctionException("improper constraint: " + found.Value);
                }
                parts.Add(SemverPart.Create(m));
            }
            constraint.groups.Add(parts);
        }
        return constraint;
    }

    /// <summary>True for text that is a range.</summary>
    public static bool IsValid(string constraint)
    {
        try
        {
            _ = Parse(constraint);
            return true;
        }
        catch (FunctionException)
        {
            return false;
        }
    }

    /// <summary>True when the version is in the range; text that is no range or version is not.</summary>
    public static bool IsCompatible(string constraint, string version)
    {
        try
        {
            return SemverVersion.TryParse(version, out var v) && Parse(constraint).Matches(v);
        }
        catch (FunctionException)
        {
            return false;
        }
    }

    public bool Matches(SemverVersion version) => groups.Exists(g =>
    {
        var prerelease = g.Exists(p => p.Version.Prerelease.Length > 0);
        return g.TrueForAll(p => p.Check(version, prerelease));
    });

    private static string RewriteRanges(string text)
    {
        foreach (Match m in Range().Matches(text))
        {
            var at = text.IndexOf(m.Value, StringComparison.Ordinal);
            text = text[..at] + $">= {m.Groups[1].Value}, <= {m.Groups[11].Value} " + text[(at + m.Length)..];
        }
        return text;
    }

    [GeneratedRegex(@"^(" + Blank + "*(" + Operators + ")" + Blank + "*(" + Version + ")" + Blank + @"*)((?:" + Blank + @"+|," + Blank + "*)(" + Operators + ")" + Blank + "*(" + Version + ")" + Blank + @"*)*\z")]
    private static partial Regex Valid();

    [GeneratedRegex("(" + Operators + ")" + Blank + "*(" + Version + ")")]
    private static partial Regex Find();

    [GeneratedRegex("^" + Blank + "*(" + Operators + ")" + Blank + "*(" + Version + ")" + Blank + @"*\z")]
    private static partial Regex Single();

    [GeneratedRegex(Blank + "*(" + Version + ")" + Blank + "+-" + Blank + "+(" + Version + ")" + Blank + "*")]
    private static partial Regex Range();
}
