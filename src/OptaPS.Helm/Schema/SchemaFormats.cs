using System.Net;
using System.Net.Sockets;

namespace OptaPS.Helm.Schema;

/// <summary>The formats that drafts up to 7 assert.</summary>
internal static class SchemaFormats
{
    /// <summary>What is wrong with a text, or null.</summary>
    public static string? Problem(string format, string value) => format switch
    {
        "hostname" => HostName(value),
        "email" => Email(value),
        "ipv4" => IPv4(value),
        "ipv6" => !value.Contains('%') && value.Contains(':') && IPAddress.TryParse(value, out var a) && a.AddressFamily == AddressFamily.InterNetworkV6 ? null : "not an IPv6 address",
        "date" => IsTime("2006-01-02", value) ? null : "not in yyyy-mm-dd format",
        "date-time" => IsTime("2006-01-02T15:04:05Z07:00", value.ToUpperInvariant()) ? null : "not a date and time",
        "time" => IsTime("15:04:05Z07:00", value.ToUpperInvariant()) ? null : "not a time",
        "uri" => IsUri(value) is { Scheme.Length: > 0 } ? null : "relative url",
        "uri-reference" => IsUri(value) is not null ? null : "not a url",
        "regex" => IsRegex(value) ? null : "not a regular expression",
        "json-pointer" => value.Length == 0 || value[0] == '/' ? null : "not starting with /",
        "uuid" => Guid.TryParseExact(value, "D", out _) ? null : "not a UUID",
        _ => null,
    };

    private static string? HostName(string value)
    {
        value = value.EndsWith('.') ? value[..^1] : value;
        if (value.Length > 253)
        {
            return "more than 253 characters long";
        }
        foreach (var label in value.Split('.'))
        {
            if (label.Length is 0 or > 63)
            {
                return "label must be 1 to 63 characters long";
            }
            if (label[0] == '-')
            {
                return "label starts with hyphen";
            }
            if (label[^1] == '-')
            {
                return "label ends with hyphen";
            }
            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                {
                    return $"invalid character {GoQuote.QuoteRune(c)}";
                }
            }
        }
        return null;
    }

    private static string? Email(string value)
    {
        if (value.Length > 254)
        {
            return "more than 255 characters long";
        }
        var at = value.LastIndexOf('@');
        if (at < 0)
        {
            return "missing @";
        }
        var local = value[..at];
        if (local.Length > 64)
        {
            return "local part more than 64 characters long";
        }
        if (!(local.Length > 2 && local[0] == '"' && local[^1] == '"'))
        {
            if (local.StartsWith('.'))
            {
                return "starts with dot";
            }
            if (local.EndsWith('.'))
            {
                return "ends with dot";
            }
            if (local.Contains("..", StringComparison.Ordinal))
            {
                return "consecutive dots";
            }
            foreach (var c in local)
            {
                if (!char.IsAsciiLetterOrDigit(c) && !".!#$%&'*+-/=?^_`{|}~".Contains(c))
                {
                    return $"invalid character {GoQuote.QuoteRune(c)}";
                }
            }
        }
        var domain = value[(at + 1)..];
        if (domain.StartsWith('[') && domain.EndsWith(']'))
        {
            return IPAddress.TryParse(domain[1..^1].Replace("IPv6:", "", StringComparison.Ordinal), out _) ? null : "invalid domain: not an IP address";
        }
        return HostName(domain) is { } problem ? "invalid domain: " + problem : null;
    }

    private static string? IPv4(string value)
    {
        var parts = value.Split('.');
        if (parts.Length != 4)
        {
            return "expected four decimals";
        }
        foreach (var part in parts)
        {
            if (part.Length > 1 && part[0] == '0')
            {
                return "leading zeros";
            }
            if (!byte.TryParse(part, System.Globalization.NumberStyles.None, null, out _))
            {
                return "invalid number";
            }
        }
        return null;
    }

    private static bool IsTime(string layout, string value)
    {
        try
        {
            GoTimeParser.Parse(layout, value, GoZone.Utc);
            return true;
        }
        catch (FunctionException)
        {
            return false;
        }
    }

    private static GoUrl? IsUri(string value)
    {
        try
        {
            return value.Contains('\\') ? null : GoUrl.Parse(value);
        }
        catch (FunctionException)
        {
            return null;
        }
    }

    private static bool IsRegex(string value)
    {
        try
        {
            GoRegex.Compile(value);
            return true;
        }
        catch (FunctionException)
        {
            return false;
        }
    }
}
