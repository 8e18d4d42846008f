using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OptaPS.Helm.Tests.Repositories;

/// <summary>A small https server on loopback with an authority of its own.</summary>
internal sealed class TlsServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2 certificate;

    public TlsServer(Func<Request, Answer> answer, string host = "localhost")
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest($"CN=test root {Guid.NewGuid():N}", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = root.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        Authority = authority.ExportCertificatePem();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        leaf.CertificateExtensions.Add(names.Build());
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var issued = leaf.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        using var withKey = issued.CopyWithPrivateKey(key);
        certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
        listener.Start();
        _ = AcceptAsync(answer);
    }

    public string Authority { get; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Address => new($"https://localhost:{Port}/");

    public List<Request> Requests { get; } = [];

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        certificate.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync(Func<Request, Answer> answer)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = ServeAsync(client, answer);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, Func<Request, Answer> answer)
    {
        using var own = client;
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
            using var reader = new StreamReader(tls, Encoding.ASCII, leaveOpen: true);
            var line = await reader.ReadLineAsync();
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } header)
                headers[header[..header.IndexOf(':', StringComparison.Ordinal)]] = header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            var request = new Request(line!.Split(' ')[1], headers);
            lock (Requests)
                Requests.Add(request);
            var given = answer(request);
            var head = new StringBuilder($"HTTP/1.1 {given.Status} X\r\nContent-Length: {given.Body.Length}\r\nConnection: close\r\n");
            foreach (var (name, value) in given.Headers)
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            await tls.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
            await tls.WriteAsync(given.Body);
            await tls.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client did not trust us, or went away.
        }
    }

    internal sealed record Request(string Path, Dictionary<string, string> Headers)
    {
        public string? Authorization => Headers.GetValueOrDefault("Authorization");
    }

    internal sealed record Answer(int Status, byte[] Body)
    {
        public Dictionary<string, string> Headers { get; init; } = [];

        public static Answer Text(string text, int status = 200) => new(status, Encoding.UTF8.GetBytes(text));

        public static Answer NotFound => Text("", 404);
    }
}
