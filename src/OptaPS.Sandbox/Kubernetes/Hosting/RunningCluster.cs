using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>A cluster with its listeners.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private readonly WebApplication application;

    private RunningCluster(Cluster cluster, WebApplication application, ClusterAddress address)
    {
        Cluster = cluster;
        this.application = application;
        Address = address;
    }

    public Cluster Cluster { get; }

    public ClusterAddress Address { get; }

    public static async Task<RunningCluster> StartAsync(ClusterSpec spec, CancellationToken ct)
    {
        var cluster = new Cluster(spec);
        var remembered = ClusterPorts.Read(spec);
        try
        {
            return await ListenAsync(cluster, remembered, ct);
        }
        catch (IOException) when (remembered.IsRemembered)
        {
            // Another process took a remembered port: take free ones.
            return await ListenAsync(cluster, new ClusterPorts(spec.Port, spec.EntryHttpPort, spec.EntryHttpsPort, false), ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.StopAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await application.StopAsync(deadline.Token);
        await application.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    private static async Task<RunningCluster> ListenAsync(Cluster cluster, ClusterPorts ports, CancellationToken ct)
    {
        var spec = cluster.Spec;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostLifetime, OptaPS.Sandbox.Hosting.QuietLifetime>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            // HTTP/2 without TLS says http where the server believes in TLS.
            options.AllowAlternateSchemes = true;
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinResponseDataRate = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.Http2.MaxStreamsPerConnection = 250;
            options.Listen(IPAddress.Loopback, ports.Api, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = cluster.Identity.ServerCertificate;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    // Any certificate is let in; the authenticator refuses what the cluster's CA did not issue.
                    https.ClientCertificateValidation = (_, _, _) => true;
                });
            });
            options.Listen(IPAddress.Loopback, ports.EntryHttp, PlainHttp2.Listen);
            options.Listen(IPAddress.Loopback, ports.EntryHttps, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https => https.ServerCertificateSelector = (_, host) => cluster.Entry.CertificateFor(host));
            });
        });
        var web = builder.Build();
        var server = new ApiServer(cluster);
        var apiPort = ports.Api;
        web.Run(context => context.Connection.LocalPort == apiPort ? server.HandleAsync(context) : cluster.Entry.HandleAsync(context));
        await web.StartAsync(ct);
        var bound = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(text => new Uri(text).Port).ToList();
        apiPort = bound[0];
        new ClusterPorts(bound[0], bound[1], bound[2], true).Write(spec);
        cluster.HostAndPort = $"127.0.0.1:{bound[0]}";
        cluster.EntryHttpPort = bound[1];
        cluster.EntryHttpsPort = bound[2];
        await cluster.StartAsync(ct);
        return new RunningCluster(cluster, web, new ClusterAddress(
            spec.Id, spec.Name, new Uri($"https://127.0.0.1:{bound[0]}"), cluster.Identity.CaPem, new Uri($"http://127.0.0.1:{bound[1]}"),
            new Uri($"https://127.0.0.1:{bound[2]}"), cluster.Identity.AdminPem, cluster.Identity.AdminKeyPem)
        {
            ServiceAccountKeySet = JsonText.ToText(cluster.Tokens.KeySet())
        });
    }
}
