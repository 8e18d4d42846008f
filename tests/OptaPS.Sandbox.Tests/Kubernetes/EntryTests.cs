using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Tests.Kubernetes;

public class EntryTests
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
        var (status, body) = await cluster.SendAsync(HttpMethod.Post, "/api/v1/namespaces/shop/pods", JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"x:1"}]}}"""));
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("no endpoints available for service \"linkerd-proxy-injector\"", body.Text("message"), StringComparison.Ordinal);
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
        var deadline = DateTime.UtcNow.AddSeconds(20);
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
