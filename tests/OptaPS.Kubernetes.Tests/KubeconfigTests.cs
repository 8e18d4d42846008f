using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Kubeconfig;
using OptaPS.Kubernetes.Tests.Doubles;
using System.Security.Cryptography.X509Certificates;

namespace OptaPS.Kubernetes.Tests;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kube").FullName;
    private readonly TestAuthority authority = new();

    public void Dispose()
    {
        authority.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private string Config(Uri server, string user, string cluster = "") => Write("config", $$"""
        apiVersion: v1
        kind: Config
        current-context: main
        clusters:
        - name: c
          cluster:
            server: {{server}}
            {{(authority is null ? "" : $"certificate-authority-data: {Base64(authority.Pem)}")}}
            {{cluster}}
        users:
        - name: u
          user: {{user}}
        contexts:
        - name: main
          context: {cluster: c, user: u, namespace: team}
        """);

    private async Task<TestRequest> CallAsync(TestServer server, string path, ClientEnvironment? environment = null, string? context = null)
    {
        await using var factory = new KubernetesClientFactory([], environment ?? Clients.Quick, TimeProvider.System);
        var client = await factory.GetAsync(ClusterConnection.FromKubeconfig(path, context), default);
        await client.GetVersionAsync(default);
        return server.Requests.Last();
    }

    private TestServer Server() => new(request => Doubles.Discovery.Answer(request)!, authority.Issue("api"));

    [Fact]
    public async Task Token_NamespaceAndImpersonation_AreUsed()
    {
        await using var server = Server();
        var path = Config(server.Address, "{token: abc, as: jane, as-groups: [dev, ops], as-user-extra: {scope: [x]}}");
        var request = await CallAsync(server, path);
        Assert.Equal("Bearer abc", request.Headers["Authorization"]);
        Assert.Equal("jane", request.Headers["Impersonate-User"]);
        Assert.Equal("dev,ops", request.Headers["Impersonate-Group"].Replace(" ", ""));
        Assert.Equal("x", request.Headers["Impersonate-Extra-scope"]);
        await using var factory = new KubernetesClientFactory([], Clients.Quick, TimeProvider.System);
        Assert.Equal("team", (await factory.GetAsync(ClusterConnection.FromKubeconfig(path, "main"), default)).DefaultNamespace);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClientCertificate_DataOrRelativeFile_IsPresented(bool data)
    {
        await using var server = Server();
        using var certificate = authority.Issue("admin", server: false, dns: null);
        var (pem, key) = (certificate.ExportCertificatePem(), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write("client.crt", pem);
        Write("client.key", key);
        var user = data ? $"{{client-certificate-data: {Base64(pem)}, client-key-data: {Base64(key)}}}" : "{client-certificate: client.crt, client-key: client.key}";
        Assert.Equal("CN=admin", (await CallAsync(server, Config(server.Address, user))).ClientSubject);
    }

    [Fact]
    public async Task TokenFile_IsReadAgainAfterRefusal()
    {
        var accepted = "one";
        await using var server = new TestServer(request => request.Headers["Authorization"] == "Bearer " + accepted ? Doubles.Discovery.Answer(request)! : TestReply.StatusOf(401, "Unauthorized", "no"), authority.Issue("api"));
        var token = Write("token", "one\n");
        await using var factory = new KubernetesClientFactory([], Clients.Quick, TimeProvider.System);
        var client = await factory.GetAsync(ClusterConnection.FromKubeconfig(Config(server.Address, "{tokenFile: token}"), null), default);
        await client.DiscoverAsync(default);
        File.WriteAllText(token, "two");
        accepted = "two";
        Assert.NotNull(await client.GetVersionAsync(default));
    }

    [SkippableFact]
    public async Task Exec_TokenIsCachedUntilItExpiresOrIsRefused()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        var accepted = "t1";
        await using var server = new TestServer(request => request.Headers["Authorization"] == "Bearer " + accepted ? Doubles.Discovery.Answer(request)! : TestReply.StatusOf(401, "Unauthorized", "no"), authority.Issue("api"));
        Write("plugin.sh", """
            n=$(cat "$DIR/count" 2>/dev/null || echo 0); n=$((n+1)); echo $n > "$DIR/count"
            echo "$KUBERNETES_EXEC_INFO" > "$DIR/info"
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t%s","expirationTimestamp":"2999-01-01T00:00:00Z"}}' $n
            """);
        var path = Config(server.Address, $$"""{exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ["{{folder}}/plugin.sh"], env: [{name: DIR, value: "{{folder}}"}], interactiveMode: Never, provideClusterInfo: true} }""");
        await using var factory = new KubernetesClientFactory([], Clients.Quick, TimeProvider.System);
        var client = await factory.GetAsync(ClusterConnection.FromKubeconfig(path, null), default);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.SendRawAsync(HttpMethod.Get, "/version", null, default)));
        Assert.Equal("1", File.ReadAllText(Path.Combine(folder, "count")).Trim());
        var info = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "info")))!;
        Assert.Equal(server.Address.ToString().TrimEnd('/'), info["spec"]!["cluster"]!["server"]!.ToString());
        Assert.False(info["spec"]!["interactive"]!.GetValue<bool>());
        accepted = "t2";
        await client.SendRawAsync(HttpMethod.Get, "/version", null, default);
        Assert.Equal("2", File.ReadAllText(Path.Combine(folder, "count")).Trim());
    }

    [SkippableTheory]
    [InlineData("echo no login >&2; exit 3", "exit code 3")]
    [InlineData("echo nonsense", "did not print")]
    public async Task Exec_Failure_IsOneClearError(string script, string expected)
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        await using var server = Server();
        var path = Config(server.Address, $$"""{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: sh, args: [-c, "{{script}}"], installHint: get it} }""");
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => CallAsync(server, path));
        Assert.Equal(KubernetesFailure.Unauthorized, exception.Failure);
        Assert.Contains(expected, exception.Message);
        Assert.Equal("get it", exception.ToDiagnostic().Remedy);
    }

    [SkippableFact]
    public async Task Exec_AnswerThatEndsSoon_IsAskedForAgain()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        var seen = new List<string>();
        await using var server = new TestServer(request => Note(request), authority.Issue("api"));
        Write("plugin.sh", """
            n=$(cat "$DIR/count" 2>/dev/null || echo 0); n=$((n+1)); echo $n > "$DIR/count"
            end=2999-01-01T00:00:00Z; [ $n = 1 ] && end=$(date -u -d '+5 seconds' +%Y-%m-%dT%H:%M:%SZ)
            printf '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"t%s","expirationTimestamp":"%s"}}' $n $end
            """);
        var path = Config(server.Address, $$"""{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: sh, args: ["{{folder}}/plugin.sh"], env: [{name: DIR, value: "{{folder}}"}]} }""");
        await using var factory = new KubernetesClientFactory([], Clients.Quick, TimeProvider.System);
        var client = await factory.GetAsync(ClusterConnection.FromKubeconfig(path, null), default);
        for (var i = 0; i < 3; i++)
            await client.SendRawAsync(HttpMethod.Get, "/version", null, default);
        Assert.Equal(["Bearer t2", "Bearer t2"], seen.TakeLast(2));
        Assert.Equal("2", File.ReadAllText(Path.Combine(folder, "count")).Trim());
        TestReply Note(TestRequest request)
        {
            lock (seen)
                seen.Add(request.Headers["Authorization"]);
            return Doubles.Discovery.Answer(request)!;
        }
    }

    [Fact]
    public async Task TokenFile_NewContents_AreTakenAfterTenSeconds()
    {
        var path = Write("token", "one");
        var time = new SteppedTime();
        var credentials = new TokenFileCredentials(path, null, time);
        Assert.Equal("one", (await credentials.GetTokenAsync(false, default))!.Reveal());
        File.WriteAllText(path, "two\n");
        Assert.Equal("one", (await credentials.GetTokenAsync(false, default))!.Reveal());
        time.Now += TimeSpan.FromSeconds(11);
        Assert.Equal("two", (await credentials.GetTokenAsync(false, default))!.Reveal());
    }

    private sealed class SteppedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.UtcTicks;
    }

    [SkippableFact]
    public async Task Exec_Interactive_IsToldSo()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        await using var server = Server();
        Write("plugin.sh", """
            case "$KUBERNETES_EXEC_INFO" in *'"interactive":true'*) t=yes;; *) t=no;; esac
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' $t
            """);
        var path = Config(server.Address, $$"""{exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ["{{folder}}/plugin.sh"], interactiveMode: IfAvailable} }""");
        Assert.Equal("Bearer yes", (await CallAsync(server, path, Clients.Quick with { Interactive = true })).Headers["Authorization"]);
        Assert.Equal("Bearer no", (await CallAsync(server, path)).Headers["Authorization"]);
    }

    [Fact]
    public async Task Exec_AlwaysInteractiveWithoutTerminal_IsRefused()
    {
        await using var server = Server();
        var path = Config(server.Address, "{exec: {apiVersion: client.authentication.k8s.io/v1, command: whatever, interactiveMode: Always}}");
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => CallAsync(server, path));
        Assert.Contains("interactiveMode: Always", exception.Message);
    }

    [Fact]
    public async Task SeveralFiles_FirstEntryOfANameCounts()
    {
        await using var server = Server();
        var first = Write("one", "current-context: ''\nusers:\n- {name: u, user: {token: from-one}}\n");
        var second = Config(server.Address, "{token: from-two}");
        var environment = Clients.Quick with { Variable = name => name == "KUBECONFIG" ? string.Join(Path.PathSeparator, first, Path.Combine(folder, "missing"), second) : null };
        await using var factory = new KubernetesClientFactory([], environment, TimeProvider.System);
        await (await factory.GetAsync(ClusterConnection.FromKubeconfig(null, null), default)).GetVersionAsync(default);
        Assert.Equal("Bearer from-one", server.Requests.Last().Headers["Authorization"]);
    }

    [Theory]
    [InlineData("missing", null, "OPTA4020")]
    [InlineData("config", "other", "OPTA4022")]
    [InlineData("config", "broken", "OPTA4023")]
    [InlineData("config", "insecure", "OPTA4024")]
    [InlineData("config", "legacy", "OPTA4026")]
    [InlineData("config", "halfkey", "OPTA4021")]
    [InlineData("config", "badca", "OPTA4029")]
    [InlineData("garbage", null, "OPTA4021")]
    public async Task Unusable_IsRefusedByCode(string file, string? context, string code)
    {
        Write("garbage", "a: [b");
        Write("config", """
            clusters:
            - {name: c, cluster: {server: "https://localhost:1"}}
            - {name: insecure, cluster: {server: "https://localhost:1", insecure-skip-tls-verify: true}}
            - {name: badca, cluster: {server: "https://localhost:1", certificate-authority-data: bm90IHBlbQ==}}
            users:
            - {name: u, user: {token: t}}
            - {name: legacy, user: {auth-provider: {name: gcp}}}
            - {name: halfkey, user: {client-key-data: eA==}}
            contexts:
            - {name: broken, context: {cluster: nothing, user: u}}
            - {name: insecure, context: {cluster: insecure, user: u}}
            - {name: legacy, context: {cluster: c, user: legacy}}
            - {name: halfkey, context: {cluster: c, user: halfkey}}
            - {name: badca, context: {cluster: badca, user: u}}
            """);
        await using var factory = new KubernetesClientFactory([], Clients.Quick, TimeProvider.System);
        var exception = await Assert.ThrowsAsync<OptaException>(() => factory.GetAsync(ClusterConnection.FromKubeconfig(Path.Combine(folder, file), context), default));
        Assert.Equal(code, exception.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Insecure_AskedForByName_Works()
    {
        await using var server = Server();
        var path = Write("config", $$"""
            current-context: x
            clusters: [{name: c, cluster: {server: "{{server.Address}}", insecure-skip-tls-verify: true} }]
            contexts: [{name: x, context: {cluster: c} }]
            """);
        await CallAsync(server, path, Clients.Quick with { AllowInsecureTls = true });
    }

    [Fact]
    public async Task InCluster_ServiceAccountFolder_IsUsed()
    {
        await using var server = Server();
        Write("ca.crt", authority.Pem);
        Write("token", "pod-token");
        Write("namespace", "mine");
        var environment = Clients.Quick with
        {
            ServiceAccountFolder = folder,
            Variable = name => name switch { "KUBERNETES_SERVICE_HOST" => "127.0.0.1", "KUBERNETES_SERVICE_PORT" => server.Address.Port.ToString(), _ => null },
        };
        await using var factory = new KubernetesClientFactory([], environment, TimeProvider.System);
        var client = await factory.GetAsync(Clients.Parse("""{"credential":{"kind":"in-cluster"}}"""), default);
        await client.GetVersionAsync(default);
        Assert.Equal("mine", client.DefaultNamespace);
        Assert.Equal("Bearer pod-token", server.Requests.Last().Headers["Authorization"]);
        await using var outside = new KubernetesClientFactory([], Clients.Quick, TimeProvider.System);
        Assert.Equal("OPTA4028", (await Assert.ThrowsAsync<OptaException>(() => outside.GetAsync(Clients.Parse("""{"credential":{"kind":"in-cluster"}}"""), default))).Diagnostics[0].Code);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("user:p%40ss@", "user:p@ss")]
    public async Task Proxy_OverTls_IsTrustedByTheClustersAuthority(string signIn, string? sent)
    {
        await using var server = Server();
        using var certificate = authority.Issue("proxy");
        await using var proxy = new TestProxy(server.Port, certificate);
        await CallAsync(server, Config(new Uri($"https://localhost:{server.Port}"), "{token: t}", $"proxy-url: https://{signIn}localhost:{proxy.Port}"));
        Assert.StartsWith($"CONNECT localhost:{server.Port} HTTP/1.1\r\n", proxy.Heads.Distinct().Single());
        Assert.Equal(sent is not null, proxy.Heads.Distinct().Single().Contains("Proxy-Authorization: Basic " + Base64(sent ?? ""), StringComparison.Ordinal));
        Assert.DoesNotContain("Bearer", proxy.Heads.Distinct().Single());
    }

    [Theory]
    [InlineData("another authority", "localhost", "was issued by")]
    [InlineData("another name", "elsewhere.test", "it is for elsewhere.test, not for localhost")]
    public async Task Proxy_OverTlsThatIsNotTrusted_IsToldApartFromTheServer(string fault, string name, string cause)
    {
        await using var server = Server();
        using var stranger = new TestAuthority();
        using var certificate = (fault == "another name" ? authority : stranger).Issue("proxy", dns: name);
        await using var proxy = new TestProxy(server.Port, certificate);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => CallAsync(server, Config(new Uri($"https://localhost:{server.Port}"), "{token: t}", $"proxy-url: https://localhost:{proxy.Port}")));
        Assert.Equal(KubernetesFailure.Unreachable, exception.Failure);
        Assert.StartsWith($"The proxy localhost:{proxy.Port} is not to be trusted: ", exception.Cause);
        Assert.Contains(cause, exception.Cause);
        Assert.Empty(proxy.Heads);
    }

    [Fact]
    public async Task Proxy_TunnelIsAskedForAndNoProxyRespected()
    {
        await using var server = Server();
        await using var proxy = new TestProxy(server.Port);
        await CallAsync(server, Config(new Uri($"https://localhost:{server.Port}"), "{token: t}", $"proxy-url: http://user:pw@127.0.0.1:{proxy.Port}"));
        Assert.StartsWith($"CONNECT localhost:{server.Port}", proxy.Heads.Distinct().Single());
        Assert.Contains("Proxy-Authorization: Basic " + Base64("user:pw"), proxy.Heads.Distinct().Single());
        var endpoint = new Uri("https://api.example.com");
        string? Variable(string name) => name switch { "HTTPS_PROXY" => "proxy:3128", "no_proxy" => "other.org,.example.com", _ => null };
        Assert.Null(ProxyRule.Choose(null, endpoint, Variable));
        Assert.Equal("http://proxy:3128/", ProxyRule.Choose(null, new Uri("https://api.test"), Variable)!.ToString());
        Assert.Null(ProxyRule.Choose(null, new Uri("https://10.1.2.3"), name => name == "NO_PROXY" ? "10.0.0.0/8" : "http://p:1"));
    }

    [Theory]
    [InlineData("socks5://{0}", null)]
    [InlineData("socks5h://us%40er:p%3Aw@{0}", "us@er:p:w")]
    public async Task SocksProxy_TunnelIsAskedForByName(string address, string? signIn)
    {
        await using var server = Server();
        await using var proxy = new SocksProxy(server.Port, signIn);
        await CallAsync(server, Config(new Uri($"https://localhost:{server.Port}"), "{token: t}", $"proxy-url: {string.Format(address, $"127.0.0.1:{proxy.Port}")}"));
        Assert.Equal($"localhost:{server.Port}", proxy.Asked.Distinct().Single());
    }

    [Theory]
    [InlineData("socks5://{0}", "u:p", 0, "signed in")]
    [InlineData("socks5://u:x@{0}", "u:p", 0, "did not accept user and password")]
    [InlineData("socks5://{0}", null, 5, "connection refused")]
    public async Task SocksProxy_Refusal_IsTheCause(string address, string? signIn, byte answer, string cause)
    {
        await using var server = Server();
        await using var proxy = new SocksProxy(server.Port, signIn, answer);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => CallAsync(server, Config(new Uri($"https://localhost:{server.Port}"), "{token: t}", $"proxy-url: {string.Format(address, $"127.0.0.1:{proxy.Port}")}")));
        Assert.Equal(KubernetesFailure.Unreachable, exception.Failure);
        Assert.Contains(cause, exception.Cause);
        Assert.DoesNotContain("u:x", exception.ToDiagnostic().ToString());
    }

    [Fact]
    public void Connection_RoundTripsAndRefusesNonsense()
    {
        var document = Clients.Parse("""{"endpoint":"https://x.example:6443","caData":"QQ==","tlsServerName":"n","credential":{"kind":"aws-eks","cluster":"c"}}""");
        Assert.Equal(document.ToJsonString(), ClusterConnection.Parse(document).ToJson().ToJsonString());
        foreach (var bad in (string[])["{}", """{"credential":{"kind":"aws-eks"}}""", """{"endpoint":"ftp://x","credential":{"kind":"aws-eks"}}"""])
            Assert.Equal("OPTA4027", Assert.Throws<OptaException>(() => ClusterConnection.Parse(Clients.Parse(bad))).Diagnostics[0].Code);
    }

    [Fact]
    public async Task Writer_MergesKeepsOthersAndIsPrivate()
    {
        var path = Write("config", "# mine\ncurrent-context: old\nclusters:\n- name: old\n  cluster: {server: \"https://old\", extra: \"007\"}\ncontexts:\n- name: old\n  context: {cluster: old, user: old}\nusers: []\nsomething: {else: [1, 2]}\n");
        var export = new KubeconfigExport("staging", new Uri("https://new.example"), new("/opt/opta", ["token", "--cluster", "true"]) { Variables = new Dictionary<string, string> { ["A"] = "1" } }) { CaData = authority.Pem, Namespace = "hello" };
        await KubeconfigWriter.MergeAsync(path, export, TimeProvider.System, default);
        await KubeconfigWriter.MergeAsync(path, export with { Server = new Uri("https://newer.example") }, TimeProvider.System, default);
        var text = File.ReadAllText(path);
        var document = KubeconfigYaml.Read(text, path);
        Assert.Equal("old", document["current-context"]!.ToString());
        Assert.Contains("\"007\"", text);
        Assert.Equal(2, document["clusters"]!.AsArray().Count);
        Assert.Equal("https://newer.example", document["clusters"]![1]!["cluster"]!["server"]!.ToString());
        Assert.Equal("[\"token\",\"--cluster\",\"true\"]", document["users"]![0]!["user"]!["exec"]!["args"]!.ToJsonString());
        Assert.NotNull(document["something"]!["else"]);
        Assert.DoesNotContain("token:", text);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.False(File.Exists(path + ".lock"));
        var foreign = await Assert.ThrowsAsync<OptaException>(() => KubeconfigWriter.MergeAsync(path, export with { Name = "old" }, TimeProvider.System, default));
        Assert.Equal("OPTA4070", foreign.Diagnostics[0].Code);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public async Task Writer_NewFile_IsReadableByOurselves()
    {
        var path = Path.Combine(folder, "new", "config");
        await KubeconfigWriter.MergeAsync(path, new("c", new Uri("https://x.example"), new("opta", ["token"])), TimeProvider.System, default);
        var set = await KubeconfigSet.LoadAsync([path], default);
        Assert.Equal("c", set.CurrentContext);
        await using var factory = new KubernetesClientFactory([], Clients.Quick, TimeProvider.System);
        Assert.Equal("https://x.example/", (await factory.GetAsync(ClusterConnection.FromKubeconfig(path, "c"), default)).Endpoint.ToString());
    }
}
