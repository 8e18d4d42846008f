using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>Turns a context of a kubeconfig into connection settings.</summary>
internal sealed class KubeconfigResolver(ClientEnvironment environment, TimeProvider time)
{
    public async Task<ConnectionSettings> ResolveAsync(KubeconfigSet set, string? contextName, CancellationToken cancellationToken)
    {
        var context = set.Context(contextName);
        var cluster = set.Cluster(context);
        var user = set.User(context);
        var endpoint = EndpointOf(cluster);
        var insecure = Flag(cluster.Content, "insecure-skip-tls-verify");
        if (insecure && !environment.AllowInsecureTls)
            throw InsecureRefused(cluster);
        var trust = await TrustOf(cluster, cancellationToken);
        return new ConnectionSettings(endpoint, await CredentialsOf(user, cluster, endpoint, trust, cancellationToken))
        {
            Trust = trust is null ? null : CertificateReader.ReadAuthorities(trust, $"cluster '{cluster.Name}' of {cluster.File}"),
            TlsServerName = NonEmpty(cluster.Content, "tls-server-name"),
            SkipTlsVerification = insecure,
            Proxy = ProxyRule.Choose(NonEmpty(cluster.Content, "proxy-url"), endpoint, environment.Variable),
            DefaultNamespace = NonEmpty(context.Content, "namespace") ?? "default",
            Headers = Impersonation.HeadersOf(user?.Content),
        };
    }

    private static Uri EndpointOf(KubeconfigEntry cluster)
    {
        var server = NonEmpty(cluster.Content, "server");
        return Uri.TryCreate(server, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "https" or "http"
            ? endpoint
            : throw KubeconfigYaml.Malformed(cluster.File, $"cluster '{cluster.Name}' has no usable server address ('{server}')", null, null);
    }

    private static async Task<string?> TrustOf(KubeconfigEntry cluster, CancellationToken cancellationToken) =>
        NonEmpty(cluster.Content, "certificate-authority-data")
        ?? (NonEmpty(cluster.Content, "certificate-authority") is { } path ? await KubeconfigFiles.ReadAsync(cluster, path, "certificate-authority", cancellationToken) : null);

    private async Task<IClusterCredentials> CredentialsOf(KubeconfigEntry? user, KubeconfigEntry cluster, Uri endpoint, string? trust, CancellationToken cancellationToken)
    {
        if (user is null)
            return new FixedCredentials(null, null);
        foreach (var (member, name) in (ReadOnlySpan<(string, string)>)[("auth-provider", "auth-provider"), ("username", "username and password")])
            if (user.Content[member] is not null)
                throw MethodRefused(user, name);
        var certificate = await CertificateOf(user, cancellationToken);
        if (user.Content["exec"] is JsonObject exec)
            return new ExecCredentials(ExecPlugin.Read(exec, user, cluster, endpoint, trust), certificate, environment, time);
        if (NonEmpty(user.Content, "tokenFile") is { } file)
            return new TokenFileCredentials(user.PathOf(file), certificate, time);
        return new FixedCredentials(NonEmpty(user.Content, "token") is { } token ? new(token) : null, certificate);
    }

    private static async Task<X509Certificate2?> CertificateOf(KubeconfigEntry user, CancellationToken cancellationToken)
    {
        var certificate = await DataOrFile(user, "client-certificate", cancellationToken);
        var key = await DataOrFile(user, "client-key", cancellationToken);
        if (certificate is null && key is null)
            return null;
        if (certificate is null || key is null)
            throw KubeconfigYaml.Malformed(user.File, $"user '{user.Name}' has {(key is null ? "a client certificate without its key" : "a client key without its certificate")}", null, null);
        return CertificateReader.ReadClient(certificate, key, $"user '{user.Name}' of {user.File}");
    }

    private static async Task<string?> DataOrFile(KubeconfigEntry user, string member, CancellationToken cancellationToken) =>
        NonEmpty(user.Content, member + "-data") ?? (NonEmpty(user.Content, member) is { } path ? await KubeconfigFiles.ReadAsync(user, path, member, cancellationToken) : null);

    private static string? NonEmpty(JsonObject content, string member) => content.Text(member) is { Length: > 0 } text ? text : null;

    private static bool Flag(JsonObject content, string member) => content[member] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private static OptaException InsecureRefused(KubeconfigEntry cluster) => new(new Diagnostic("OPTA4024", Severity.Error, $"Cluster '{cluster.Name}' of the kubeconfig switches certificate verification off (insecure-skip-tls-verify).")
    {
        Remedy = "Put the cluster's certificate authority into certificate-authority-data, or ask for the insecure connection by name.",
        Category = DiagnosticCategory.SecurityError,
    });

    private static OptaException MethodRefused(KubeconfigEntry user, string method) => new(new Diagnostic("OPTA4026", Severity.Error, $"User '{user.Name}' of the kubeconfig signs in with {method}, which API servers no longer accept and OptaPS does not support.")
    {
        Allowed = "client certificate, token, tokenFile, exec",
        Remedy = "Take a fresh kubeconfig from the cluster's provider; it will use an exec plugin.",
        Category = DiagnosticCategory.NotImplemented,
    });
}
