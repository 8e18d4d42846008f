using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OptaPS.Configuration.Validation;

/// <summary>The named formats of schemas. Each gives null for a good text, else what is allowed in words.</summary>
internal static partial class TextFormats
{
    public static string? Problem(string format, string text) => format switch
    {
        "cidr" => Ipv4Range.TryParse(text, out var range) && range.IsAligned ? null : "an address range such as 10.0.0.0/16, with zeros behind the prefix",
        "ipv4" => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && text.Count(c => c == '.') == 3 ? null : "an IPv4 address such as 10.0.0.10",
        "arn" => ArnPattern().IsMatch(text) ? null : "an ARN such as arn:aws:iam::123456789012:role/name",
        "domain" => text.Length <= 253 && DomainPattern().IsMatch(text) ? null : "a domain name such as example.com, in lower case, without scheme, path and *",
        "image" => text.Length <= 512 && (text.Equals("AUTO", StringComparison.OrdinalIgnoreCase) || ImagePattern().IsMatch(text)) ? null : "AUTO, or an image such as ghcr.io/acme/app:1.0",
        "guid" => Guid.TryParseExact(text, "D", out _) ? null : "an id such as 00000000-0000-0000-0000-000000000000",
        "repository" => text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "oci") ? null : "an address that begins with https:// or oci://",
        "cron" => CronText.IsValid(text) ? null : "five cron fields such as '*/15 * * * *', or a word such as @daily",
        "public-uri" => PublicUriText.Problem(text),
        "file" or "folder" => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal) ? null : "a path",
        _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Unknown format '{format}' in a schema.")),
    };

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}|aws)?:\S+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ArnPattern();

    [GeneratedRegex(@"\A([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DomainPattern();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[A-Za-z0-9]+:[0-9a-fA-F]{32,})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ImagePattern();
}
