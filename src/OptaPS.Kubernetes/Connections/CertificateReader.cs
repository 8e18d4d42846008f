using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OptaPS.Diagnostics;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Reads certificates and keys as kubeconfigs hold them.</summary>
internal static class CertificateReader
{
    /// <summary>Certificates of PEM text, or of base64 of PEM text.</summary>
    public static X509Certificate2Collection ReadAuthorities(string text, string where)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(ToPem(text));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw Unreadable($"The certificate authority in {where} cannot be read.", exception);
        }

        return certificates.Count > 0 ? certificates : throw Unreadable($"The certificate authority in {where} holds no PEM certificate.", null);
    }

    /// <summary>A client certificate with its key, ready for TLS on every system.</summary>
    public static X509Certificate2 ReadClient(string certificate, string key, string where)
    {
        try
        {
            var ephemeral = X509Certificate2.CreateFromPem(ToPem(certificate), ToPem(key));
            if (!OperatingSystem.IsWindows())
                return ephemeral;
            using (ephemeral)
                return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pfx), null);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw Unreadable($"The client certificate or key in {where} cannot be read.", exception);
        }
    }

    private static string ToPem(string text) =>
        text.Contains("-----BEGIN", StringComparison.Ordinal) ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text.Trim()));

    private static OptaException Unreadable(string message, Exception? inner) => new(
        new Diagnostic("OPTA4029", Severity.Error, message)
        {
            Cause = inner?.Message,
            Allowed = "PEM text, or base64 of PEM text in the -data members",
            Category = DiagnosticCategory.InvalidData,
        },
        inner);
}
