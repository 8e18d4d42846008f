using System.Security.Cryptography.X509Certificates;
using OptaPS.Diagnostics;
using OptaPS.Secrets;

namespace OptaPS.Kubernetes.Connections;

/// <summary>A token in a file that somebody else renews: read again every ten seconds, and after a refusal.</summary>
internal sealed class TokenFileCredentials(string path, X509Certificate2? certificate, TimeProvider time) : IClusterCredentials
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private Reading? last;

    public async ValueTask<Secret?> GetTokenAsync(bool refresh, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (last is { } known && !refresh && time.GetElapsedTime(known.At, now) < Period)
            return known.Token;
        try
        {
            var token = new Secret((await File.ReadAllTextAsync(path, cancellationToken)).Trim());
            last = new(token, now);
            return token;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OptaException(new Diagnostic("OPTA4029", Severity.Error, $"The token file '{path}' cannot be read.")
            {
                Cause = exception.Message,
                Remedy = "Check the file that the kubeconfig's tokenFile names.",
                Category = DiagnosticCategory.AuthenticationError,
            }, exception);
        }
    }

    public ValueTask<X509Certificate2?> GetCertificateAsync(CancellationToken cancellationToken) => new(certificate);

    private sealed record Reading(Secret Token, long At);
}
