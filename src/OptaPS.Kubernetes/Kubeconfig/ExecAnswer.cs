using System.Security.Cryptography.X509Certificates;
using OptaPS.Secrets;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>What an exec plugin answered.</summary>
/// <param name="Token">The token, or null.</param>
/// <param name="Certificate">The client certificate, or null.</param>
/// <param name="Expires">When they end, or null when they last as long as the process.</param>
internal sealed record ExecAnswer(Secret? Token, X509Certificate2? Certificate, DateTimeOffset? Expires);
