using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OptaPS.Secrets;
using OptaPS.Targets;

namespace OptaPS.Clouds.Tests;

/// <summary>A request as it arrived.</summary>
internal sealed record Arrived(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Operation => Headers.TryGetValue("x-amz-target", out var target)
        ? target.Split('.')[^1]
        : Body.Split('&').FirstOrDefault(pair => pair.StartsWith("Action=", StringComparison.Ordinal))?["Action=".Length..] ?? "";
}

/// <summary>An answer to give.</summary>
internal sealed record Scripted(int Status, string Body, string ContentType = "application/x-amz-json-1.0", string RequestId = "req-1");

/// <summary>A local https server with a certificate authority of its own, whose answers the test scripts.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private readonly WebApplication app;
    private readonly List<Arrived> requests = [];

    private ScriptedServer(WebApplication app, string authority) => (this.app, Authority) = (app, authority);

    public string Authority { get; }

    public Uri Address { get; private set; } = new("https://localhost/");

    public Func<Arrived, Scripted> Answer { get; set; } = _ => new Scripted(500, "{}");

    /// <summary>How far the server's clock is ahead of this machine's.</summary>
    public TimeSpan Ahead { get; set; }

    public IReadOnlyList<Arrived> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    public EndpointSet Endpoints => new("scripted")
    {
        World = "test",
        CaCertificates = Authority,
        AwsCredentials = new AwsCredentialPair("AKIDEXAMPLE", new Secret(SecretKey)),
        Services = new[] { "sts", "cloudcontrolapi", "ec2", "eks", "servicequotas", "iam", "s3" }.ToDictionary(service => "aws:" + service, _ => Address, StringComparer.Ordinal),
    };

    public static async Task<ScriptedServer> StartAsync()
    {
        var (authority, certificate) = Certificates();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var built = builder.Build();
        var server = new ScriptedServer(built, authority);
        built.Run(server.HandleAsync);
        await built.StartAsync();
        server.Address = new Uri(built.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/");
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static (string Authority, X509Certificate2 Server) Certificates()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=scripted root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(root, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddHours(12), [1, 2, 3, 4]);
        using var pair = signed.CopyWithPrivateKey(key);
        return (root.ExportCertificatePem(), X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null));
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var arrived = new Arrived(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal),
            await reader.ReadToEndAsync());
        lock (requests)
            requests.Add(arrived);
        var answer = Answer(arrived);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers["x-amzn-RequestId"] = answer.RequestId;
        context.Response.Headers.Date = (DateTimeOffset.UtcNow + Ahead).ToString("r");
        await context.Response.WriteAsync(answer.Body);
    }
}
