using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Answers the cluster's public HTTP and HTTPS ports.</summary>
internal sealed class EntryRouter(Cluster cluster)
{
    public X509Certificate2 CertificateFor(string? host) => cluster.Identity.ServerCertificate;

    public Task HandleAsync(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
