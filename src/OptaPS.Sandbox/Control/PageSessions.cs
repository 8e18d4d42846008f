using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace OptaPS.Sandbox.Control;

/// <summary>
/// Who may use the web page: a code that works once and for a minute becomes a session in a cookie that scripts cannot read. The control
/// token itself never reaches a browser. A session may read and set faults, nothing more.
/// </summary>
internal sealed class PageSessions(TimeProvider time)
{
    public const string PageHeader = "X-Sandbox-Page";
    private const string Cookie = "__Host-optaps-sandbox";
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(12);
    private static readonly string[] Readable = ["status", "requests", "resources", "traffic", "faults", "workloads"];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _sessions = new(StringComparer.Ordinal);

    /// <summary>A new code.</summary>
    public string Issue()
    {
        var code = RandomNumberGenerator.GetHexString(40, lowercase: true);
        _codes[code] = time.GetUtcNow() + CodeLife;
        return code;
    }

    /// <summary>Turns a code into a session's cookie; false when the code is unknown, used or too old.</summary>
    public bool Open(HttpContext http, string? code)
    {
        if (code is null || !_codes.TryRemove(code, out var until) || until < time.GetUtcNow() || !IsOwnPage(http))
        {
            return false;
        }

        var session = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _sessions[session] = time.GetUtcNow() + SessionLife;
        http.Response.Cookies.Append(Cookie, session, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = SessionLife });
        return true;
    }

    /// <summary>Whether a request comes from a page with a session and asks for what pages may.</summary>
    public bool Allows(HttpContext http, string[] path)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out var session) || !_sessions.TryGetValue(session, out var until) || until < time.GetUtcNow())
        {
            return false;
        }

        return HttpMethods.IsGet(http.Request.Method) ? Readable.Contains(path[0], StringComparer.Ordinal) && path.Length == 1 : path[0] == "faults" && IsOwnPage(http);
    }

    // A foreign page can neither set the header without a preflight, which is not answered, nor send this origin.
    private static bool IsOwnPage(HttpContext http) =>
        http.Request.Headers.ContainsKey(PageHeader) && http.Request.Headers.Origin.ToString() is var origin && (origin.Length == 0 || origin == $"https://{http.Request.Host}");
}
