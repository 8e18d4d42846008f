using System.Text;
using System.Text.RegularExpressions;
using OptaPS.Helm.Functions;

namespace OptaPS.Helm.Charts;

/// <summary>Checks the metadata of a chart as Helm does.</summary>
internal static partial class ChartValidation
{
    public static ChartMetadata Check(ChartMetadata metadata)
    {
        var m = metadata with { Name = Sanitize(metadata.Name), Home = Sanitize(metadata.Home), Description = Sanitize(metadata.Description), Icon = Sanitize(metadata.Icon), Condition = Sanitize(metadata.Condition), Tags = Sanitize(metadata.Tags), AppVersion = Sanitize(metadata.AppVersion), KubeVersion = Sanitize(metadata.KubeVersion), Version = Sanitize(metadata.Version) };
        Require(m.ApiVersion.Length > 0, "chart.metadata.apiVersion is required");
        Require(m.Name.Length > 0, "chart.metadata.name is required");
        Require(m.Name == GoPath.Base(m.Name), $"chart.metadata.name {GoQuote.Quote(m.Name)} is invalid");
        Require(m.Version.Length > 0, "chart.metadata.version is required");
        Require(SemverVersion.TryParse(m.Version, out _), $"chart.metadata.version {GoQuote.Quote(m.Version)} is invalid");
        Require(m.Type is "" or "application" or "library", "chart.metadata.type must be application or library");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var d in m.Dependencies ?? [])
        {
            Require(d.Alias.Length == 0 || Alias().IsMatch(d.Alias), $"dependency {GoQuote.Quote(d.Name)} has disallowed characters in the alias");
            var key = d.Alias.Length > 0 ? d.Alias : d.Name;
            Require(seen.Add(key), $"more than one dependency with name or alias {GoQuote.Quote(key)}");
        }
        return m;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw HelmError.Of(HelmError.ChartMetadata, "validation: " + message);
        }
    }

    private static string Sanitize(string s)
    {
        var sb = new StringBuilder(s.Length);
        foreach (var rune in GoText.Runes(s))
        {
            if (rune < 0x10000 && char.IsWhiteSpace((char)rune))
            {
                sb.Append(' ');
            }
            else if (GoQuote.IsPrint(rune))
            {
                GoText.AppendRune(sb, rune);
            }
        }
        return sb.ToString();
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex Alias();
}
