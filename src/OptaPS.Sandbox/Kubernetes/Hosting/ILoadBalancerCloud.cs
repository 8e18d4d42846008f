using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>The cloud's side of a cluster's load balancers.</summary>
internal interface ILoadBalancerCloud
{
    /// <summary>By which the cloud's controller keeps a Service until its balancer is gone.</summary>
    string Finalizer { get; }

    /// <summary>The name that a Service asks for its balancer, or null.</summary>
    string? NameOf(JsonObject service);

    /// <summary>Makes the balancer of a Service, or makes it as the Service says now.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="host">The balancer's host name.</param>
    Task EnsureAsync(JsonObject service, string host);

    /// <summary>Deletes the balancer of a Service.</summary>
    Task ReleaseAsync(JsonObject service);

    /// <summary>The certificate that the balancer of a Service presents, or null when it passes TLS through.</summary>
    X509Certificate2? CertificateOf(JsonObject service);
}
