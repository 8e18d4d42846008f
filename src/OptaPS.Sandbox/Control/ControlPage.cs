using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OptaPS.Sandbox.Control;

/// <summary>Serves the web page: one document without any data in it, which may load nothing from elsewhere.</summary>
internal static class ControlPage
{
    private static readonly Lazy<string> Document = new(Read);

    public static async Task WriteAsync(HttpContext http)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var response = http.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        await response.WriteAsync(Document.Value.Replace("__NONCE__", nonce, StringComparison.Ordinal), http.RequestAborted);
    }

    private static string Read()
    {
        using var stream = typeof(ControlPage).Assembly.GetManifestResourceStream("control/sandbox.html") ?? throw new InvalidOperationException("The embedded page is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
