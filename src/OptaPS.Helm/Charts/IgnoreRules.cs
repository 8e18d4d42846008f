using OptaPS.Helm.Functions;

namespace OptaPS.Helm.Charts;

/// <summary>The patterns of a .helmignore file.</summary>
internal sealed class IgnoreRules
{
    private readonly List<Rule> rules = [];

    public IgnoreRules(string? text)
    {
        foreach (var line in (text ?? "").Split('\n'))
        {
            Add(line.Trim());
        }
        Add("templates/.?*");
    }

    /// <summary>True when a path relative to the chart is left out.</summary>
    public bool Ignores(string path, bool isFolder)
    {
        if (path is "" or "." or "./")
        {
            return false;
        }
        foreach (var rule in rules)
        {
            if (rule.Negate)
            {
                if ((rule.MustBeFolder && !isFolder) || !rule.Match(path))
                {
                    return true;
                }
                continue;
            }
            if (rule.MustBeFolder && !isFolder)
            {
                continue;
            }
            if (rule.Match(path))
            {
                return true;
            }
        }
        return false;
    }

    private void Add(string rule)
    {
        if (rule.Length == 0 || rule[0] == '#')
        {
            return;
        }
        if (rule.Contains("**", StringComparison.Ordinal))
        {
            throw HelmError.Of(HelmError.IgnoreFile, "double-star (**) syntax is not supported");
        }
        if (GoPath.Match(rule, "abc") is null)
        {
            throw HelmError.Of(HelmError.IgnoreFile, "syntax error in pattern");
        }
        var negate = rule[0] == '!';
        if (negate)
        {
            rule = rule[1..];
        }
        var folder = rule.EndsWith('/');
        if (folder)
        {
            rule = rule[..^1];
        }
        rules.Add(new Rule(rule, negate, folder));
    }

    private sealed record Rule(string Pattern, bool Negate, bool MustBeFolder)
    {
        public bool Match(string path)
        {
            if (Pattern.StartsWith('/'))
            {
                return GoPath.Match(Pattern.TrimStart('/'), path) == true;
            }
            return GoPath.Match(Pattern, Pattern.Contains('/') ? path : GoPath.Base(path)) == true;
        }
    }
}
