using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>A URL as Go's net/url parses and prints it.</summary>
internal sealed record GoUrl
{
    public string Scheme { get; init; } = "";

    public string Opaque { get; init; } = "";

    /// <summary>User and password as printed; null when there is none.</summary>
    public string? User { get; init; }

    public string Host { get; init; } = "";

    public string Path { get; init; } = "";

    public string RawPath { get; init; } = "";

    public string Query { get; init; } = "";

    public bool ForceQuery { get; init; }

    public string Fragment { get; init; } = "";

    public string RawFragment { get; init; } = "";

    public string HostName
    {
        get
        {
            if (Host.StartsWith('['))
            {
                var end = Host.IndexOf(']', StringComparison.Ordinal);
                return end < 0 ? Host : Host[1..end];
            }
            var colon = Host.LastIndexOf(':');
            return colon >= 0 && Host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? Host[..colon] : Host;
        }
    }

    public static GoUrl Parse(string text)
    {
        var (body, fragment) = Cut(text, '#');
        try
        {
            var url = ParseBody(body);
            return fragment.Length == 0 ? url : WithFragment(url, fragment);
        }
        catch (FunctionException e)
        {
            throw new FunctionException($"parse {GoQuote.Quote(text)}: {e.Message}");
        }
    }

    public static string QueryEscape(string s) => UrlEscaping.Escape(s, UrlPart.Query);

    public override string ToString()
    {
        var sb = new StringBuilder();
        if (Scheme.Length > 0)
        {
            sb.Append(Scheme).Append(':');
        }
        if (Opaque.Length > 0)
        {
            sb.Append(Opaque);
        }
        else
        {
            if (Scheme.Length > 0 || Host.Length > 0 || User is not null)
            {
                if (Host.Length > 0 || Path.Length > 0 || User is not null)
                {
                    sb.Append("//");
                }
                if (User is not null)
                {
                    sb.Append(User).Append('@');
                }
                sb.Append(UrlEscaping.Escape(Host, UrlPart.Host));
            }
            var path = RawPath.Length > 0 ? RawPath : Path == "*" ? "*" : UrlEscaping.Escape(Path, UrlPart.Path);
            if (path.Length > 0 && path[0] != '/' && Host.Length > 0)
            {
                sb.Append('/');
            }
            if (sb.Length == 0 && path.Split('/')[0].Contains(':'))
            {
                sb.Append("./");
            }
            sb.Append(path);
        }
        if (ForceQuery || Query.Length > 0)
        {
            sb.Append('?').Append(Query);
        }
        if (Fragment.Length > 0)
        {
            sb.Append('#').Append(RawFragment.Length > 0 ? RawFragment : UrlEscaping.Escape(Fragment, UrlPart.Fragment));
        }
        return sb.ToString();
    }

    private static (string Before, string After) Cut(string s, char at)
    {
        var i = s.IndexOf(at, StringComparison.Ordinal);
        return i < 0 ? (s, "") : (s[..i], s[(i + 1)..]);
    }

    private static GoUrl WithFragment(GoUrl url, string fragment)
    {
        var text = UrlEscaping.Unescape(fragment, UrlPart.Fragment);
        return url with { Fragment = text, RawFragment = UrlEscaping.Escape(text, UrlPart.Fragment) == fragment ? "" : fragment };
    }

    private static GoUrl ParseBody(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or '\x7f')
            {
                throw new FunctionException("net/url: invalid control character in URL");
            }
        }
        if (text == "*")
        {
            return new GoUrl { Path = "*" };
        }
        var (scheme, rest) = SplitScheme(text);
        var url = new GoUrl { Scheme = scheme.ToLowerInvariant() };
        if (rest.EndsWith('?') && rest.AsSpan().Count('?') == 1)
        {
            url = url with { ForceQuery = true };
            rest = rest[..^1];
        }
        else
        {
            (rest, var query) = Cut(rest, '?');
            url = url with { Query = query };
        }
        if (!rest.StartsWith('/'))
        {
            if (url.Scheme.Length > 0)
            {
                return url with { Opaque = rest };
            }
            var segment = rest.Split('/')[0];
            if (segment.Contains(':'))
            {
                throw new FunctionException("first path segment in URL cannot contain colon");
            }
        }
        if ((url.Scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)) && rest.StartsWith("//", StringComparison.Ordinal))
        {
            var authority = rest[2..];
            rest = "";
            var slash = authority.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0)
            {
                (authority, rest) = (authority[..slash], authority[slash..]);
            }
            url = Authority(url, authority);
        }
        var path = UrlEscaping.Unescape(rest, UrlPart.Path);
        return url with { Path = path, RawPath = UrlEscaping.Escape(path, UrlPart.Path) == rest ? "" : rest };
    }

    private static (string Scheme, string Remainder) SplitScheme(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c))
            {
                continue;
            }
            if (char.IsAsciiDigit(c) || c is '+' or '-' or '.')
            {
                if (i == 0)
                {
                    return ("", text);
                }
                continue;
            }
            if (c == ':')
            {
                return i == 0 ? throw new FunctionException("missing protocol scheme") : (text[..i], text[(i + 1)..]);
            }
            return ("", text);
        }
        return ("", text);
    }

    private static GoUrl Authority(GoUrl url, string authority)
    {
        var at = authority.LastIndexOf('@');
        var host = ParseHost(authority[(at + 1)..]);
        if (at < 0)
        {
            return url with { Host = host };
        }
        var info = authority[..at];
        foreach (var c in info)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or ':' or '~' or '!' or '$' or '&' or '\'' or '(' or ')' or '*' or '+' or ',' or ';' or '=' or '%' or '@'))
            {
                throw new FunctionException("net/url: invalid userinfo");
            }
        }
        var colon = info.IndexOf(':', StringComparison.Ordinal);
        var name = UrlEscaping.Escape(UrlEscaping.Unescape(colon < 0 ? info : info[..colon], UrlPart.User), UrlPart.User);
        var user = colon < 0 ? name : name + ":" + UrlEscaping.Escape(UrlEscaping.Unescape(info[(colon + 1)..], UrlPart.User), UrlPart.User);
        return url with { Host = host, User = user };
    }

    private static string ParseHost(string host)
    {
        if (host.StartsWith('['))
        {
            var end = host.LastIndexOf(']');
            if (end < 0)
            {
                throw new FunctionException("missing ']' in host");
            }
            CheckPort(host[(end + 1)..]);
            return UrlEscaping.Unescape(host, UrlPart.Host);
        }
        var colon = host.LastIndexOf(':');
        if (colon >= 0)
        {
            CheckPort(host[colon..]);
        }
        return UrlEscaping.Unescape(host, UrlPart.Host);
    }

    private static void CheckPort(string port)
    {
        if (port.Length > 0 && (port[0] != ':' || port.AsSpan(1).IndexOfAnyExceptInRange('0', '9') >= 0))
        {
            throw new FunctionException($"invalid port {GoQuote.Quote(port)} after host");
        }
    }
}
