using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>
/// Lets a port without TLS speak HTTP/1.1 and, with clients that begin so, HTTP/2: the web server chooses by what TLS agreed on, so a connection
/// that begins with the preface of HTTP/2 is shown to it as one that agreed on that.
/// </summary>
internal sealed class PlainHttp2 : ITlsConnectionFeature, ITlsApplicationProtocolFeature
{
    private static readonly byte[] Name = "h2"u8.ToArray();

    private PlainHttp2()
    {
    }

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ApplicationProtocol => Name;

    /// <inheritdoc/>
    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);

    public static void Listen(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => async connection =>
        {
            if (await BeginsAsync(connection))
            {
                var feature = new PlainHttp2();
                connection.Features.Set<ITlsConnectionFeature>(feature);
                connection.Features.Set<ITlsApplicationProtocolFeature>(feature);
            }

            await next(connection);
        });
    }

    private static async Task<bool> BeginsAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            var (matches, isComplete) = Compare(read.Buffer);
            if (isComplete || read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start);
                return matches && isComplete;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (bool Matches, bool IsComplete) Compare(ReadOnlySequence<byte> buffer)
    {
        var preface = OptaPS.Sandbox.Entry.PlainHttp2Head.Preface;
        Span<byte> begin = stackalloc byte[preface.Length];
        var length = (int)Math.Min(buffer.Length, preface.Length);
        buffer.Slice(0, length).CopyTo(begin);
        var matches = begin[..length].SequenceEqual(preface[..length]);
        return (matches, !matches || length == preface.Length);
    }
}
