using System.Text.RegularExpressions;
using OptaPS.Diagnostics;
using OptaPS.Testing;

namespace OptaPS.Contracts.Tests;

/// <summary>Every code in the sources is explained where <see cref="Diagnostic.HelpLink"/> says, and nowhere else.</summary>
public sealed partial class ErrorPagesTests
{
    [Fact]
    public void EveryCodeInTheSources_HasItsHeading_WhereTheHelpLinkPoints()
    {
        var headings = Headings();
        var codes = Codes().ToList();
        Assert.True(codes.Count > 200, $"only {codes.Count} codes were found in the sources");
        var lacking = codes.Select(code => new Diagnostic(code, Severity.Error, "").HelpLink).Where(link => !headings.Contains(link)).ToList();
        Assert.True(lacking.Count == 0, "No heading for " + string.Join(", ", lacking));
    }

    [Fact]
    public void EveryHeading_IsWrittenOnce_HasAText_AndBelongsToACode()
    {
        var links = Headings().ToList();
        Assert.Equal(links.Count, links.Distinct(StringComparer.Ordinal).Count());
        var known = Codes().Select(code => new Diagnostic(code, Severity.Error, "").HelpLink).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(links, link => !known.Contains(link));
        foreach (var page in Pages())
        {
            foreach (var section in File.ReadAllText(page).Split("\n## ")[1..])
                Assert.True(section.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && section[end..].Trim().Length > 20, $"{Path.GetFileName(page)}: {section}");
        }
    }

    private static List<string> Headings() =>
    [
        .. Pages().SelectMany(page => Heading().Matches(File.ReadAllText(page)).Select(match => $"docs/errors/{Path.GetFileName(page)}#{match.Groups["code"].Value.ToLowerInvariant()}")),
    ];

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "errors"), "*.md");

    private static IEnumerable<string> Codes() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Value)).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"\bOPTA[0-9]{4}\b", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^## (?<code>OPTA[0-9]{4})\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();
}
