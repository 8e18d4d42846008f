using System.Security.Cryptography.X509Certificates;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Kubeconfig;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Turns connections into settings.</summary>
internal sealed class ConnectionResolver(IReadOnlyList<ICredentialSource> sources, ClientEnvironment environment, TimeProvider time)
{
    public Task<ConnectionSettings> ResolveAsync(ClusterConnection connection, CancellationToken cancellationToken) => connection.Kind switch
    {
        ClusterConnection.KubeconfigKind => FromKubeconfigAsync(connection, cancellationToken),
        ClusterConnection.InClusterKind => Task.FromResult(FromPod(connection)),
        _ => Task.FromResult(FromSource(connection)),
    };

    private async Task<ConnectionSettings> FromKubeconfigAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        var set = await KubeconfigSet.LoadAsync(KubeconfigSet.PathsOf(connection.Credential.Text("path"), environment), cancellationToken);
        return Override(await new KubeconfigResolver(environment, time).ResolveAsync(set, connection.Credential.Text("context"), cancellationToken), connection);
    }

    private ConnectionSettings FromPod(ClusterConnection connection)
    {
        var host = environment.Variable("KUBERNETES_SERVICE_HOST");
        var port = environment.Variable("KUBERNETES_SERVICE_PORT");
        var authority = Path.Combine(environment.ServiceAccountFolder, "ca.crt");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(authority))
            throw new OptaException(new Diagnostic("OPTA4028", Severity.Error, "This is no pod with a service account, so the connection kind 'in-cluster' cannot be used.")
            {
                Remedy = "Use a kubeconfig context, or run inside the cluster.",
                Category = DiagnosticCategory.AuthenticationError,
            });
        var @namespace = Path.Combine(environment.ServiceAccountFolder, "namespace");
        return Override(new ConnectionSettings(
            new Uri($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}"),
            new TokenFileCredentials(Path.Combine(environment.ServiceAccountFolder, "token"), null, time))
        {
            Trust = CertificateReader.ReadAuthorities(File.ReadAllText(authority), authority),
            DefaultNamespace = File.Exists(@namespace) ? File.ReadAllText(@namespace).Trim() : "default",
        }, connection);
    }

    private ConnectionSettings FromSource(ClusterConnection connection)
    {
        var source = sources.FirstOrDefault(candidate => candidate.Kind == connection.Kind) ?? throw new OptaException(
            new Diagnostic("OPTA4028", Severity.Error, $"There is no source of credentials of the kind '{connection.Kind}'.")
            {
                Allowed = string.Join(", ", sources.Select(known => known.Kind).Append(ClusterConnection.KubeconfigKind).Append(ClusterConnection.InClusterKind)),
                Category = DiagnosticCategory.NotImplemented,
            });
        return Override(new ConnectionSettings(connection.Endpoint!, new SourceCredentials(source, connection.Credential))
        {
            Proxy = ProxyRule.Choose(null, connection.Endpoint!, environment.Variable),
        }, connection);
    }

    private ConnectionSettings Override(ConnectionSettings settings, ClusterConnection connection)
    {
        if (connection.Endpoint is not null)
            settings = settings with { Endpoint = connection.Endpoint };
        if (connection.TlsServerName is not null)
            settings = settings with { TlsServerName = connection.TlsServerName };
        if (connection.CaData is not null)
            settings = settings with { Trust = CertificateReader.ReadAuthorities(connection.CaData, "the connection document") };
        else if (settings.Trust is null && environment.ExtraTrust is not null)
            settings = settings with { Trust = Extra(environment.ExtraTrust), TrustSystemToo = true };
        return settings;
    }

    private static X509Certificate2Collection Extra(string pem) => CertificateReader.ReadAuthorities(pem, "the target's certificate authorities");
}
