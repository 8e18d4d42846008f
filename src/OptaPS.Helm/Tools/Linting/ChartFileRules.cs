using System.Text.RegularExpressions;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Tools.Linting;

/// <summary>What Chart.yaml must say.</summary>
internal static partial class ChartFileRules
{
    private const string Name = "Chart.yaml";

    public static void Check(ChartFile file, LintFindings findings)
    {
        ChartMetadata chart;
        GoMap raw;
        try
        {
            chart = ChartMetadataReader.Read(file, before: null);
            raw = YamlReader.ReadMap(file.Text) ?? new GoMap();
        }
        catch (OptaException e)
        {
            findings.Error(Name, "unable to parse YAML\n\t" + e.Diagnostics[0].Message.Replace("cannot load Chart.yaml: ", "", StringComparison.Ordinal));
            return;
        }
        findings.Error(Name, NameOf(chart));
        findings.Error(Name, ApiVersion(chart.ApiVersion));
        findings.Error(Name, IsText(raw, "version"));
        findings.Error(Name, Version(chart.Version));
        findings.Error(Name, IsText(raw, "appVersion"));
        findings.Error(Name, (chart.Maintainers ?? []).Select(Maintainer).FirstOrDefault(message => message is not null));
        findings.Error(Name, (chart.Sources ?? []).Where(source => !IsAddress(source)).Select(source => $"invalid source URL '{source}'").FirstOrDefault());
        findings.Info(Name, chart.Icon.Length == 0 ? "icon is recommended" : null);
        findings.Error(Name, chart.Icon.Length > 0 && !IsAddress(chart.Icon) ? $"invalid icon URL '{chart.Icon}'" : null);
        var isOld = chart.ApiVersion != "v2";
        findings.Error(Name, isOld && chart.Type.Length > 0 ? $"chart type is not valid in apiVersion '{chart.ApiVersion}'. It is valid in apiVersion 'v2'" : null);
        findings.Error(Name, isOld && chart.Dependencies is { Count: > 0 } ? $"dependencies are not valid in the Chart file with apiVersion '{chart.ApiVersion}'. They are valid in apiVersion 'v2'" : null);
    }

    private static string? NameOf(ChartMetadata chart) =>
        chart.Name.Length == 0 ? "name is required" : GoPath.Base(chart.Name) != chart.Name ? $"chart name {GoQuote.Quote(chart.Name)} is invalid" : null;

    private static string? ApiVersion(string text) => text switch
    {
        "" => "apiVersion is required. The value must be either \"v1\" or \"v2\"",
        "v1" or "v2" => null,
        _ => $"apiVersion '{text}' is not valid. The value must be either \"v1\" or \"v2\"",
    };

    private static string? Version(string text)
    {
        if (text.Length == 0)
        {
            return "version is required";
        }
        if (!SemverVersion.TryParse(text, out var version))
        {
            return $"version '{text}' is not a valid SemVer";
        }
        return version.OrderTo(SemverVersion.Parse("0.0.0-0")) <= 0 ? $"version {text} is less than or equal to 0.0.0-0" : null;
    }

    private static string? IsText(GoMap raw, string field) => raw.TryGetValue(field, out var value) && value is not string
        ? $"{field} should be of type string but it's of type {GoTypes.Of(value)?.Name ?? "<nil>"}"
        : null;

    private static string? Maintainer(ChartMaintainer maintainer) =>
        maintainer.Name.Length == 0 ? "each maintainer requires a name"
        : maintainer.Email.Length > 0 && !Email().IsMatch(maintainer.Email) ? $"invalid email '{maintainer.Email}' for maintainer '{maintainer.Name}'"
        : maintainer.Url.Length > 0 && !WebAddress().IsMatch(maintainer.Url) ? $"invalid url '{maintainer.Url}' for maintainer '{maintainer.Name}'"
        : null;

    private static bool IsAddress(string text)
    {
        try
        {
            return Scheme().IsMatch(text) && GoUrl.Parse(text) is not null;
        }
        catch (FunctionException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[^\s@""(),:;<>\[\]\\]+@([\p{L}\p{N}]([\p{L}\p{N}_~-]*[\p{L}\p{N}])?\.)+[\p{L}]([\p{L}\p{N}_~-]*[\p{L}\p{N}])?\.?\z")]
    private static partial Regex Email();

    [GeneratedRegex(@"^((ftp|tcp|udp|wss?|https?)://)?(\S+(:\S*)?@)?([\p{L}\p{N}][\p{L}\p{N}_-]*(\.[\p{L}\p{N}_-]+)+|localhost|\[[0-9a-fA-F:]+\])\.?(:[0-9]{1,5})?([/?#]\S*)?\z")]
    private static partial Regex WebAddress();
}
