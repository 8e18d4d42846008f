using System.Text.RegularExpressions;

namespace OptaPS.Helm.Tools.Linting;

/// <summary>What Kubernetes allows as an object's name, by kind, in its own words.</summary>
internal static partial class ObjectNameRules
{
    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string OldLabel = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>The warning about a name, or null.</summary>
    public static string? Check(string kind, string name)
    {
        var problems = kind.ToLowerInvariant() switch
        {
            "service" => Problems(name, 63, IsOldLabel().IsMatch(name), OldLabel),
            "namespace" => Problems(name, 63, IsLabel().IsMatch(name), Label),
            "certificatesigningrequest" => [],
            "role" or "clusterrole" or "rolebinding" or "clusterrolebinding" => Segment(name),
            _ => Problems(name, 253, IsSubdomain().IsMatch(name), Subdomain),
        };
        var words = problems.ConvertAll(problem => $"metadata.name: Invalid value: {GoQuote.Quote(name)}: {problem}");
        return words.Count switch
        {
            0 => null,
            1 => $"object name does not conform to Kubernetes naming requirements: {GoQuote.Quote(name)}: {words[0]}",
            _ => $"object name does not conform to Kubernetes naming requirements: {GoQuote.Quote(name)}: [{string.Join(", ", words)}]",
        };
    }

    private static List<string> Problems(string name, int longest, bool fits, string rule)
    {
        var problems = new List<string>();
        if (name.Length > longest)
        {
            problems.Add($"must be no more than {longest} {(longest == 1 ? "character" : "characters")}");
        }
        if (!fits)
        {
            problems.Add(rule);
        }
        return problems;
    }

    private static List<string> Segment(string name) =>
        name is "." or ".." ? [$"may not be '{name}'"] : [.. new[] { "/", "%" }.Where(name.Contains).Select(part => $"may not contain '{part}'")];

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z")]
    private static partial Regex IsSubdomain();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z")]
    private static partial Regex IsLabel();

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?\\z")]
    private static partial Regex IsOldLabel();
}
