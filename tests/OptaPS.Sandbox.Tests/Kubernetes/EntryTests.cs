using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Entry;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Traffic;

namespace OptaPS.Sandbox.Tests.Kubernetes;

public partial class EntryTests
{
    [Fact]
    public async Task Gateway_RoutesHttpAndHttps_OnlyWhileItsControllerRuns()
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallGatewayAsync(cluster);
        await ServeAsync(cluster, "shop");
        var (missing, _) = await CallAsync(cluster, "http", "/hello/world");
        Assert.Equal(HttpStatusCode.NotFound, missing);

        await InstallControllerAsync(cluster);
        var gateway = await cluster.UntilAsync("/apis/gateway.networking.k8s.io/v1/namespaces/entry/gateways/main", body => body.Objects("status", "conditions").Any(item => item.Text("type") == "Programmed" && item.Text("status") == "True"));
        Assert.EndsWith(".elb.sandbox.localhost", gateway.Objects("status", "addresses").First().Text("value"), StringComparison.Ordinal);
        var route = await cluster.UntilAsync("/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes/app", body => body.Objects("status", "parents").Any());
        Assert.All(route.Objects("status", "parents").First().Objects("conditions"), condition => Assert.Equal("True", condition.Text("status")));

        foreach (var scheme in new[] { "http", "https" })
        {
            var (status, answer) = await CallAsync(cluster, scheme, "/hello/world");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal("shop", answer.Text("namespace"));
            Assert.Equal("acme/hello:1.0", answer.Text("image"));
            Assert.Equal("/world", answer.Text("path"));
            Assert.False(answer.Flag("meshed"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await CallAsync(cluster, "http", "/other")).Status);
    }

    [Fact]
    public async Task NetworkPolicy_IsEnforcedAtThePod()
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallGatewayAsync(cluster);
        await InstallControllerAsync(cluster);
        await ServeAsync(cluster, "shop");
        await AnswersAsync(cluster, HttpStatusCode.OK);
        await cluster.CreateAsync("/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies", """{"metadata":{"name":"closed"},"spec":{"podSelector":{},"policyTypes":["Ingress"]}}""");
        var (status, body) = await CallAsync(cluster, "http", "/hello");
        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
        Assert.Contains("NetworkPolicy shop/closed lets no ingress", body.Text("refusal"), StringComparison.Ordinal);
        await cluster.CreateAsync("/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies", """{"metadata":{"name":"open"},"spec":{"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"entry"}}}],"ports":[{"port":80}]}]}}""");
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(cluster, "http", "/hello")).Status);
    }

    [Fact]
    public async Task MeshedNamespace_GetsProxies_AndMutualTlsIdentities()
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallGatewayAsync(cluster);
        await InstallMeshAsync(cluster, expired: false, foreignAnchor: false);
        await InstallControllerAsync(cluster);
        await ServeAsync(cluster, "shop", inject: true);
        await AnswersAsync(cluster, HttpStatusCode.OK);
        var (_, answer) = await CallAsync(cluster, "http", "/hello");
        Assert.True(answer.Flag("meshed"));
        Assert.Equal("default.shop.serviceaccount.identity.linkerd.cluster.local", answer.Text("identity"));
        var pods = await cluster.GetAsync("/api/v1/namespaces/shop/pods");
        Assert.All(pods.Objects("items"), pod => Assert.Contains(pod.Objects("spec", "containers"), container => container.Text("name") == "linkerd-proxy"));
    }

    [Theory]
    [InlineData(true, false, "expired")]
    [InlineData(false, true, "does not chain to the trust anchors")]
    public async Task BadIssuer_LeavesPodsWithoutProxy_AndAnEventSaysWhy(bool expired, bool foreignAnchor, string why)
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallMeshAsync(cluster, expired, foreignAnchor);
        await cluster.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"shop","annotations":{"linkerd.io/inject":"enabled"}}}""");
        await cluster.DeployAsync("shop", "app", "acme/hello:1.0");
        await cluster.ReadyAsync("shop", "app");
        var pods = await cluster.GetAsync("/api/v1/namespaces/shop/pods");
        Assert.Single(pods.Objects("items").First().Objects("spec", "containers"));
        await cluster.UntilAsync("/api/v1/namespaces/shop/events", body => body.Objects("items").Any(item => item.Text("reason") == "InjectionSkipped" && item.Text("message")!.Contains(why, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task InjectorWithoutEndpoints_RefusesPods_WhenTheWebhookMustNotFail()
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallMeshAsync(cluster, expired: false, foreignAnchor: false, image: "linkerd/never-ready:1");
        await cluster.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"shop","annotations":{"linkerd.io/inject":"enabled"}}}""");
        // A pod needs the account that the namespace controller makes.
        for (var i = 0; i < 200 && (await cluster.SendAsync(HttpMethod.Get, "/api/v1/namespaces/shop/serviceaccounts/default", null)).Item1 != HttpStatusCode.OK; i++)
            await Task.Delay(25);
        var (status, body) = await cluster.SendAsync(HttpMethod.Post, "/api/v1/namespaces/shop/pods", JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"x:1"}]}}"""));
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("no endpoints available for service \"linkerd-proxy-injector\"", body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traffic_ShowsEdgesWithMetrics_AndWhyCallsWereRefused()
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallGatewayAsync(cluster);
        await InstallControllerAsync(cluster);
        await ServeAsync(cluster, "shop");
        await cluster.DeployAsync("shop", "store", "acme/store:1.0");
        await cluster.CreateAsync("/api/v1/namespaces/shop/services", """{"metadata":{"name":"store"},"spec":{"selector":{"app":"store"},"ports":[{"port":8080,"targetPort":80}]}}""");
        await cluster.ReadyAsync("shop", "store");
        await AnswersAsync(cluster, HttpStatusCode.OK);
        await UntilEndpointAsync(cluster, "shop", "store");
        var (_, answer) = await CallAsync(cluster, "http", "/hello?call=http://store:8080/items");
        var upstream = answer.Objects("upstream").Single();
        Assert.Equal(200, upstream.Number("status"));
        Assert.Equal("/items", upstream.Text("answer", "path"));

        await cluster.CreateAsync("/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies", """{"metadata":{"name":"closed"},"spec":{"podSelector":{"matchLabels":{"app":"store"}},"policyTypes":["Ingress"]}}""");
        var (status, refused) = await CallAsync(cluster, "http", "/hello?call=http://store.shop.svc.cluster.local:8080/items");
        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Contains("NetworkPolicy shop/closed", refused.Objects("upstream").Single().Text("refusal"), StringComparison.Ordinal);

        var edges = cluster.Cluster.Traffic.Edges.Select(edge => edge.Describe("test")).ToList();
        var inner = edges.Single(edge => edge.Text("destination") == "shop/store");
        Assert.Equal("shop/app", inner.Text("source"));
        Assert.Equal(2, inner.Number("requests"));
        Assert.Equal(0.5, inner["successRate"]!.GetValue<double>());
        Assert.Contains("lets no ingress from pod shop/app", inner.Objects("refusals").Single().Text("reason"), StringComparison.Ordinal);
        Assert.Contains(edges, edge => edge.Text("destination") == "shop/app" && edge.Text("source") is "entry/main-nginx");
    }

    [Fact]
    public async Task MeshPolicy_LetsInWhoIsAuthorised_AndExplainsTheRest()
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallGatewayAsync(cluster);
        await InstallMeshAsync(cluster, expired: false, foreignAnchor: false);
        await InstallPolicyTypesAsync(cluster);
        await InstallControllerAsync(cluster);
        await ServeAsync(cluster, "shop", inject: true);
        await AnswersAsync(cluster, HttpStatusCode.OK);
        await cluster.CreateAsync("/api/v1/namespaces/shop/serviceaccounts", """{"metadata":{"name":"friend"}}""");
        await cluster.DeployAsync("shop", "friend", "acme/friend:1", podExtra: "\"serviceAccountName\":\"friend\",");
        await cluster.CreateAsync("/api/v1/namespaces/shop/services", """{"metadata":{"name":"friend"},"spec":{"selector":{"app":"friend"},"ports":[{"port":80}]}}""");
        await UntilEndpointAsync(cluster, "shop", "friend");
        await cluster.CreateAsync("/apis/policy.linkerd.io/v1beta3/namespaces/shop/servers", """{"apiVersion":"policy.linkerd.io/v1beta3","kind":"Server","metadata":{"name":"app"},"spec":{"podSelector":{"matchLabels":{"app":"app"}},"port":80}}""");
        var (status, body) = await CallAsync(cluster, "http", "/hello");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Server shop/app denies an unauthenticated client: no policy authorises anybody", body.Text("refusal"), StringComparison.Ordinal);

        await cluster.CreateAsync("/apis/policy.linkerd.io/v1alpha1/namespaces/shop/meshtlsauthentications", """{"apiVersion":"policy.linkerd.io/v1alpha1","kind":"MeshTLSAuthentication","metadata":{"name":"friends"},"spec":{"identityRefs":[{"kind":"ServiceAccount","name":"friend"}]}}""");
        await cluster.CreateAsync("/apis/policy.linkerd.io/v1alpha1/namespaces/shop/authorizationpolicies", """{"apiVersion":"policy.linkerd.io/v1alpha1","kind":"AuthorizationPolicy","metadata":{"name":"friends"},"spec":{"targetRef":{"group":"policy.linkerd.io","kind":"Server","name":"app"},"requiredAuthenticationRefs":[{"group":"policy.linkerd.io","kind":"MeshTLSAuthentication","name":"friends"}]}}""");
        (status, body) = await CallAsync(cluster, "http", "/hello");
        Assert.Contains("AuthorizationPolicy shop/friends does not authorise it", body.Text("refusal"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, status);

        var friend = cluster.Cluster.Store.List("/pods", "shop").Select(item => item.Body).Single(pod => pod.Label("app") == "friend");
        var allowed = await cluster.Cluster.Caller.CallAsync(new PodRequest(friend, "shop", "app", 80, "GET", "/"), CancellationToken.None);
        Assert.Equal((200, null), (allowed.Status, allowed.Refusal));
        var edge = cluster.Cluster.Traffic.Edges.Select(item => item.Describe("test")).Single(item => item.Text("source") == "shop/friend");
        Assert.True(edge.Flag("mutualTls"));
        Assert.Equal("friend.shop.serviceaccount.identity.linkerd.cluster.local", edge.Text("sourceIdentity"));
    }

    [Fact]
    public async Task Route_Filters_Timeouts_Retries_AndWeights_AreCarriedOut()
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallGatewayAsync(cluster);
        await InstallControllerAsync(cluster);
        await ServeAsync(cluster, "shop");
        foreach (var (name, annotation) in new[] { ("slow", "\"sandbox.optaps.dev/latency\":\"5000\""), ("broken", "\"sandbox.optaps.dev/status\":\"503\"") })
        {
            await cluster.CreateAsync("/apis/apps/v1/namespaces/shop/deployments", $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"selector":{"matchLabels":{"app":"{{{name}}}"}},"template":{"metadata":{"labels":{"app":"{{{name}}}"},"annotations":{ {{{annotation}}} } },"spec":{"containers":[{"name":"c","image":"acme/{{{name}}}:1","ports":[{"containerPort":80}]}]} } } }""");
            await cluster.CreateAsync("/api/v1/namespaces/shop/services", $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"selector":{"app":"{{{name}}}"},"ports":[{"port":80}]}}""");
            await UntilEndpointAsync(cluster, "shop", name);
        }

        await cluster.CreateAsync("/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes", """
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"more"},"spec":{"parentRefs":[{"name":"main","namespace":"entry"}],"rules":[
             {"matches":[{"path":{"type":"Exact","value":"/slow"}}],"timeouts":{"backendRequest":"50ms"},"backendRefs":[{"name":"slow","port":80}]},
             {"matches":[{"path":{"type":"Exact","value":"/broken"}}],"retry":{"codes":[503],"attempts":2,"backoff":"1ms"},"backendRefs":[{"name":"broken","port":80}]},
             {"matches":[{"path":{"type":"Exact","value":"/split"}}],"backendRefs":[{"name":"app","port":80,"weight":0},{"name":"broken","port":80,"weight":5}]},
             {"matches":[{"path":{"type":"Exact","value":"/moved"}}],"filters":[{"type":"RequestRedirect","requestRedirect":{"scheme":"https","port":8443,"statusCode":301}}]},
             {"matches":[{"path":{"type":"Exact","value":"/foreign"}}],"backendRefs":[{"name":"x","namespace":"entry","port":80}]},
             {"matches":[{"path":{"type":"Exact","value":"/headers"},"headers":[{"name":"x-kind","value":"a"}]}],"filters":[{"type":"RequestHeaderModifier","requestHeaderModifier":{"add":[{"name":"x-kind","value":"b"}],"set":[{"name":"x-new","value":"1"}],"remove":["x-gone"]}},{"type":"ResponseHeaderModifier","responseHeaderModifier":{"set":[{"name":"x-served","value":"yes"}]}},{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"broken","port":80}}}],"backendRefs":[{"name":"app","port":80}]}]}}
            """);
        await AnswersAsync(cluster, HttpStatusCode.OK);
        await cluster.UntilAsync("/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes/more", body => body.Objects("status", "parents").Any());
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = cluster.Address.EntryHttp };
        using var slow = await client.GetAsync("/slow");
        Assert.Equal(HttpStatusCode.GatewayTimeout, slow.StatusCode);
        Assert.Contains("did not answer within timeouts.backendRequest", await slow.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var broken = await client.GetAsync("/broken");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, broken.StatusCode);
        Assert.Equal(3, Requests("shop/broken"));
        using var split = await client.GetAsync("/split");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, split.StatusCode);
        using var moved = await client.GetAsync("/moved?q=1");
        Assert.Equal((HttpStatusCode.MovedPermanently, "https://127.0.0.1:8443/moved?q=1"), (moved.StatusCode, moved.Headers.Location!.ToString()));
        using var foreign = await client.GetAsync("/foreign");
        Assert.Contains("no ReferenceGrant in namespace entry", await foreign.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/headers");
        request.Headers.Add("x-kind", "a");
        request.Headers.Add("x-gone", "1");
        using var headers = await client.SendAsync(request);
        var seen = JsonReader.Parse(await headers.Content.ReadAsByteArrayAsync())!.AsObject();
        Assert.Equal(("a,b", "1", null), (seen.Text("headers", "x-kind"), seen.Text("headers", "x-new"), seen.Text("headers", "x-gone")));
        Assert.Equal("yes", headers.Headers.GetValues("x-served").Single());
        Assert.Equal(5, Requests("shop/broken"));

        long Requests(string destination) => cluster.Cluster.Traffic.Edges.Select(edge => edge.Describe("t")).Where(edge => edge.Text("destination") == destination).Sum(edge => edge.Number("requests") ?? 0);
    }

    [Fact]
    public async Task GrpcRoute_TakesCallsByServiceAndMethod_OverHttp2()
    {
        await using var cluster = await TestCluster.StartAsync();
        await InstallGatewayAsync(cluster);
        await InstallTypeAsync(cluster, "gateway.networking.k8s.io", "GRPCRoute", "grpcroutes", "v1");
        await InstallControllerAsync(cluster);
        await ServeAsync(cluster, "shop");
        await cluster.CreateAsync("/apis/gateway.networking.k8s.io/v1/namespaces/shop/grpcroutes", """{"apiVersion":"gateway.networking.k8s.io/v1","kind":"GRPCRoute","metadata":{"name":"rpc"},"spec":{"parentRefs":[{"name":"main","namespace":"entry"}],"rules":[{"matches":[{"method":{"service":"shop.Orders","method":"Place"}}],"backendRefs":[{"name":"app","port":80}]}]}}""");
        await AnswersAsync(cluster, HttpStatusCode.OK);
        await cluster.UntilAsync("/apis/gateway.networking.k8s.io/v1/namespaces/shop/grpcroutes/rpc", body => body.Objects("status", "parents").Any());
        using var client = Client(cluster);
        byte[] message = [0, 0, 0, 0, 2, 8, 1];
        await using var front = EntryFront.Start(0, tls: false, name => name == "localhost" ? cluster.Address.EntryHttp : null);
        var plain = new Uri($"http://localhost:{front.Port}");
        // With TLS, without it, and without it through the address of all clusters, which learns the name from the first request.
        foreach (var origin in new[] { cluster.Address.EntryHttps, cluster.Address.EntryHttp, plain })
        {
            using var placed = await SendAsync(new Uri(origin, "/shop.Orders/Place"));
            Assert.Equal(message, await placed.Content.ReadAsByteArrayAsync());
            Assert.Equal("0", placed.TrailingHeaders.GetValues("grpc-status").Single());
            Assert.StartsWith("shop/app-", placed.Headers.GetValues("x-sandbox-pod").Single(), StringComparison.Ordinal);
        }

        Assert.Contains("\"protocol\":\"HTTP/1.1\"", await client.GetStringAsync(new Uri(plain, "/hello/x")), StringComparison.Ordinal);
        using var other = await SendAsync(new Uri("/shop.Orders/Cancel", UriKind.Relative));
        await other.Content.ReadAsByteArrayAsync();
        Assert.Equal("12", other.TrailingHeaders.GetValues("grpc-status").Single());
        using var page = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/hello/x") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact });
        Assert.Equal("HTTP/2", JsonReader.Parse(await page.Content.ReadAsByteArrayAsync())!.Text("protocol"));

        async Task<HttpResponseMessage> SendAsync(Uri path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(message) };
            request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/grpc");
            request.Headers.TE.ParseAdd("trailers");
            return await client.SendAsync(request);
        }
    }

    private static Task UntilEndpointAsync(TestCluster cluster, string ns, string service) =>
        cluster.UntilAsync($"/apis/discovery.k8s.io/v1/namespaces/{ns}/endpointslices", body => body.Objects("items").Any(slice => slice.Label("kubernetes.io/service-name") == service && slice.Objects("endpoints").Any(item => item.Flag("conditions", "ready"))));

    private static HttpClient Client(TestCluster cluster)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(cluster.Address.CaCertificatePem);
        return new HttpClient(handler) { BaseAddress = cluster.Address.EntryHttps };
    }

    private static async Task InstallPolicyTypesAsync(TestCluster cluster)
    {
        await InstallTypeAsync(cluster, "policy.linkerd.io", "Server", "servers", "v1beta3");
        await InstallTypeAsync(cluster, "policy.linkerd.io", "AuthorizationPolicy", "authorizationpolicies", "v1alpha1");
        await InstallTypeAsync(cluster, "policy.linkerd.io", "MeshTLSAuthentication", "meshtlsauthentications", "v1alpha1");
    }

    private static async Task InstallTypeAsync(TestCluster cluster, string group, string kind, string plural, string version)
    {
        await cluster.CreateAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", $$$"""
            {"metadata":{"name":"{{{plural}}}.{{{group}}}","annotations":{"api-approved.kubernetes.io":"https://example.com"}},"spec":{"group":"{{{group}}}","scope":"Namespaced",
             "names":{"plural":"{{{plural}}}","kind":"{{{kind}}}"},"versions":[{"name":"{{{version}}}","served":true,"storage":true,"subresources":{"status":{} },
             "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } }] } }
            """);
        await cluster.UntilAsync($"/apis/{group}/{version}/{plural}", body => body.Text("kind") == kind + "List");
    }

    private static async Task InstallGatewayAsync(TestCluster cluster)
    {
        foreach (var (kind, plural, scope) in new[] { ("GatewayClass", "gatewayclasses", "Cluster"), ("Gateway", "gateways", "Namespaced"), ("HTTPRoute", "httproutes", "Namespaced") })
        {
            await cluster.CreateAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", $$$"""
                {"metadata":{"name":"{{{plural}}}.gateway.networking.k8s.io","annotations":{"api-approved.kubernetes.io":"https://example.com"}},"spec":{"group":"gateway.networking.k8s.io","scope":"{{{scope}}}",
                 "names":{"plural":"{{{plural}}}","kind":"{{{kind}}}"},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{} },
                 "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } }] } }
                """);
            await cluster.UntilAsync($"/apis/gateway.networking.k8s.io/v1/{plural}", body => body.Text("kind") == kind + "List");
        }

        await cluster.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"entry"}}""");
        await cluster.CreateAsync("/apis/gateway.networking.k8s.io/v1/gatewayclasses", """{"apiVersion":"gateway.networking.k8s.io/v1","kind":"GatewayClass","metadata":{"name":"nginx"},"spec":{"controllerName":"gateway.nginx.org/nginx-gateway-controller"}}""");
        await cluster.CreateAsync("/apis/gateway.networking.k8s.io/v1/namespaces/entry/gateways", """{"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"main"},"spec":{"gatewayClassName":"nginx","listeners":[{"name":"http","port":80,"protocol":"HTTP","allowedRoutes":{"namespaces":{"from":"All"}}},{"name":"https","port":443,"protocol":"HTTPS","allowedRoutes":{"namespaces":{"from":"All"}}}]}}""");
    }

    private static Task<JsonObject> InstallControllerAsync(TestCluster cluster) =>
        cluster.DeployAsync("kube-system", "ngf", "nginx-gateway-fabric:2", containerExtra: ",\"args\":[\"controller\",\"--gateway-ctlr-name=gateway.nginx.org/nginx-gateway-controller\"]");

    private static async Task ServeAsync(TestCluster cluster, string ns, bool inject = false)
    {
        await cluster.CreateAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{ns}}}","annotations":{"linkerd.io/inject":"{{{(inject ? "enabled" : "disabled")}}}"} } }""");
        if (inject)
            await cluster.ReadyAsync("linkerd", "injector");
        await cluster.DeployAsync(ns, "app", "acme/hello:1.0", replicas: 2);
        await cluster.CreateAsync($"/api/v1/namespaces/{ns}/services", """{"metadata":{"name":"app"},"spec":{"selector":{"app":"app"},"ports":[{"port":80}]}}""");
        await cluster.CreateAsync($"/apis/gateway.networking.k8s.io/v1/namespaces/{ns}/httproutes", """{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"app"},"spec":{"parentRefs":[{"name":"main","namespace":"entry"}],"rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/hello"}}],"filters":[{"type":"URLRewrite","urlRewrite":{"path":{"type":"ReplacePrefixMatch","replacePrefixMatch":"/"}}}],"backendRefs":[{"name":"app","port":80}]}]}}""");
        await cluster.ReadyAsync(ns, "app");
    }

    private static async Task AnswersAsync(TestCluster cluster, HttpStatusCode wanted)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while ((await CallAsync(cluster, "http", "/hello")).Status != wanted)
        {
            Assert.True(DateTime.UtcNow < deadline, "the entry did not answer as expected");
            await Task.Delay(25);
        }
    }

    private static async Task<(HttpStatusCode Status, JsonObject Body)> CallAsync(TestCluster cluster, string scheme, string path)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(cluster.Address.CaCertificatePem);
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri(scheme == "http" ? cluster.Address.EntryHttp : cluster.Address.EntryHttps, path));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return (response.StatusCode, bytes.Length == 0 ? [] : JsonReader.Parse(bytes)!.AsObject());
    }

    private static async Task InstallMeshAsync(TestCluster cluster, bool expired, bool foreignAnchor, string image = "linkerd/controller:1")
    {
        var now = DateTimeOffset.UtcNow;
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("CN=root.linkerd.cluster.local", rootKey).CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = Authority("CN=identity.linkerd.cluster.local", issuerKey).Create(root, now.AddDays(-20), expired ? now.AddDays(-1) : now.AddDays(20), [1, 2, 3]);
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = Authority("CN=other", otherKey).CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
        await cluster.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"linkerd"}}""");
        await cluster.CreateAsync("/api/v1/namespaces/linkerd/secrets", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "linkerd-identity-issuer" },
            ["data"] = new JsonObject { ["crt.pem"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(issuer.ExportCertificatePem())) }
        }.ToJsonString());
        await cluster.CreateAsync("/api/v1/namespaces/linkerd/configmaps", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "linkerd-identity-trust-roots" },
            ["data"] = new JsonObject { ["ca-bundle.crt"] = (foreignAnchor ? other : root).ExportCertificatePem() }
        }.ToJsonString());
        await cluster.DeployAsync("linkerd", "injector", image, labels: ",\"linkerd.io/control-plane-component\":\"proxy-injector\"");
        await cluster.CreateAsync("/api/v1/namespaces/linkerd/services", """{"metadata":{"name":"linkerd-proxy-injector"},"spec":{"selector":{"linkerd.io/control-plane-component":"proxy-injector"},"ports":[{"port":443,"targetPort":80}]}}""");
        if (!image.Contains("never-ready", StringComparison.Ordinal))
        {
            await cluster.ReadyAsync("linkerd", "injector");
            await cluster.UntilAsync("/apis/discovery.k8s.io/v1/namespaces/linkerd/endpointslices", body => body.Objects("items").Any(slice => slice.Objects("endpoints").Any(item => item.Flag("conditions", "ready"))));
        }

        await cluster.CreateAsync("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", """
            {"metadata":{"name":"linkerd-proxy-injector-webhook-config"},"webhooks":[{"name":"linkerd-proxy-injector.linkerd.io","admissionReviewVersions":["v1"],"sideEffects":"None","failurePolicy":"Fail",
             "namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["kube-system","linkerd"]}]},
             "clientConfig":{"service":{"name":"linkerd-proxy-injector","namespace":"linkerd","path":"/"}},"rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]}]}
            """);
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        return request;
    }
}
