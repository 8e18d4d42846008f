using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Tests.Doubles;

namespace OptaPS.Kubernetes.Tests;

public sealed class TrustTests : IDisposable
{
    private readonly TestAuthority authority = new();

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task Connect_TrustedAuthority_Works()
    {
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request)!, authority.Issue("api"));
        await using var client = Clients.Trusting(server.Address, authority.Pem);
        Assert.Equal("v1.33.1-test", (await client.GetVersionAsync(default)).GitVersion);
        Assert.Equal(33, (await client.GetVersionAsync(default)).Minor);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Connect_ExpiredCertificate_SaysSo()
    {
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request)!, authority.Issue("api", end: DateTimeOffset.UtcNow.AddDays(-3)));
        await using var client = Clients.Trusting(server.Address, authority.Pem);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(default));
        Assert.Equal(KubernetesFailure.CertificateExpired, exception.Failure);
        Assert.Equal("OPTA4014", exception.ToDiagnostic().Code);
        Assert.Contains("valid from", exception.Cause);
    }

    [Fact]
    public async Task Connect_CertificateOfTheFuture_PointsAtTheClock()
    {
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request)!, authority.Issue("api", end: DateTimeOffset.UtcNow.AddDays(90)));
        await using var client = Clients.Trusting(server.Address, authority.Pem);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(default));
        Assert.Equal((KubernetesFailure.ClockSkew, "OPTA4018"), (exception.Failure, exception.ToDiagnostic().Code));
        Assert.Contains("this machine's clock says", exception.Cause);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(40, true)]
    [InlineData(-40, true)]
    public async Task Unauthorized_ClockDiffersFromTheServers_PointsAtTheClock(int minutes, bool clock)
    {
        await using var server = new TestServer(_ => TestReply.StatusOf(401, "Unauthorized", "Unauthorized") with { Headers = new() { ["Date"] = DateTimeOffset.UtcNow.AddMinutes(minutes).ToString("r") } });
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(default));
        Assert.Equal(("OPTA4007", clock), (exception.ToDiagnostic().Code, exception.ToDiagnostic().Remedy!.Contains("set the clock")));
    }

    [Fact]
    public async Task Connect_ServerThatNeverGreets_IsGivenUp()
    {
        var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        try
        {
            await using var client = Clients.Trusting(new Uri($"https://localhost:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}"), authority.Pem, environment: Clients.Quick with { ConnectTimeout = TimeSpan.FromMilliseconds(300), MaxAttempts = 1 });
            var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(default));
            Assert.Equal("OPTA4011", exception.ToDiagnostic().Code);
            Assert.Contains("no connection within", exception.Cause);
        }
        finally
        {
            silent.Stop();
        }
    }

    [Fact]
    public async Task Connect_OtherAuthority_SaysSo()
    {
        using var other = new TestAuthority();
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request)!, authority.Issue("api"));
        await using var client = Clients.Trusting(server.Address, other.Pem);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(default));
        Assert.Equal(KubernetesFailure.CertificateUntrusted, exception.Failure);
    }

    [Fact]
    public async Task Connect_SystemTrustOnly_RefusesPrivateAuthority()
    {
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request)!, authority.Issue("api"));
        await using var client = Clients.Trusting(server.Address, null);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(default));
        Assert.Equal(KubernetesFailure.CertificateUntrusted, exception.Failure);
    }

    [Fact]
    public async Task Connect_OtherName_NamesTheNamesUnlessServerNameSaysSo()
    {
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request)!, authority.Issue("api", dns: "kubernetes.internal"));
        await using var client = Clients.Trusting(server.Address, authority.Pem);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(default));
        Assert.Equal(KubernetesFailure.CertificateName, exception.Failure);
        Assert.Contains("kubernetes.internal", exception.Cause);

        await using var named = Clients.Trusting(server.Address, authority.Pem, "kubernetes.internal");
        Assert.Equal("v1.33.1-test", (await named.GetVersionAsync(default)).GitVersion);
    }

    [Fact]
    public async Task Connect_LeafItselfAsAnchor_Works()
    {
        using var leaf = authority.Issue("api");
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request)!, leaf);
        await using var client = Clients.Trusting(server.Address, leaf.ExportCertificatePem());
        Assert.Equal("v1.33.1-test", (await client.GetVersionAsync(default)).GitVersion);
    }

    [Fact]
    public async Task Connect_NobodyListens_IsUnreachable()
    {
        // Bound, so that no other test's server gets the port, and not listening.
        using var closed = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { DualMode = true };
        closed.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Any, 0));
        var port = ((System.Net.IPEndPoint)closed.LocalEndPoint!).Port;
        await using var client = Clients.Trusting(new Uri($"http://localhost:{port}"), null);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(default));
        Assert.Equal(KubernetesFailure.Unreachable, exception.Failure);
        Assert.Contains(port.ToString(), exception.Message);
    }
}
