using System.Security.Cryptography.X509Certificates;
using OptaPS.Kubernetes.Connections;
using OptaPS.Secrets;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>Credentials of an exec plugin, kept until shortly before they expire and asked for again after a refusal.</summary>
internal sealed class ExecCredentials(ExecPlugin plugin, X509Certificate2? ownCertificate, ClientEnvironment environment, TimeProvider time) : IClusterCredentials
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim gate = new(1, 1);
    private ExecAnswer? last;

    public async ValueTask<Secret?> GetTokenAsync(bool refresh, CancellationToken cancellationToken) => (await GetAsync(refresh, cancellationToken)).Token;

    public async ValueTask<X509Certificate2?> GetCertificateAsync(CancellationToken cancellationToken) =>
        (await GetAsync(refresh: false, cancellationToken)).Certificate ?? ownCertificate;

    private async ValueTask<ExecAnswer> GetAsync(bool refresh, CancellationToken cancellationToken)
    {
        var seen = last;
        if (seen is not null && !refresh && IsFresh(seen))
            return seen;
        await gate.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have asked while this call waited.
            if (last is { } other && other != seen && IsFresh(other))
                return other;
            return last = await new ExecRunner(plugin, environment, time).RunAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private bool IsFresh(ExecAnswer answer) => answer.Expires is not { } end || time.GetUtcNow() < end - Margin;
}
