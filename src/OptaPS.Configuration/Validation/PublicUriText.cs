using System.Text.RegularExpressions;

namespace OptaPS.Configuration.Validation;

/// <summary>Checks entries of <c>public_uri</c>: <c>host[/path]</c>, <c>/path</c>, <c>*/path</c>, <c>all/path</c>, <c>*.host[/path]</c>.</summary>
internal static partial class PublicUriText
{
    public static string? Problem(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return "host[/path] without a scheme, such as api.example.com/v1";
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        var path = slash < 0 ? "/" : text[slash..];
        if (host is not ("" or "*" or "all") && !(host.Length <= 253 && HostPattern().IsMatch(host)))
        {
            return host.Contains(':', StringComparison.Ordinal) ? "host[/path] without a port" : "host[/path], *.host[/path], /path, */path or all/path, the host in lower case";
        }

        return text.Length > 0 && PathPattern().IsMatch(path) ? null : "a path of letters, digits and -._~!$&'()*+,;=:@%/ behind the host";
    }

    [GeneratedRegex(@"\A(\*\.)?[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"\A/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PathPattern();
}
