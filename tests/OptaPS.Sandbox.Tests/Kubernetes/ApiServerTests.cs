using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Tests.Kubernetes;

public class ApiServerTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Objects_SurviveARestart_WithTheirVersionsAndUids()
    {
        await using var cluster = await TestCluster.StartAsync();
        var made = await cluster.CreateAsync(Maps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        await cluster.CreateAsync(Maps, """{"metadata":{"name":"b"}}""");
        await cluster.SendAsync(HttpMethod.Delete, Maps + "/b");
        var endpoint = cluster.Address.Endpoint;

        await cluster.RestartAsync();

        Assert.Equal(endpoint, cluster.Address.Endpoint);
        var again = await cluster.GetAsync(Maps + "/a");
        Assert.Equal(made.Uid(), again.Uid());
        Assert.Equal(made.Text("metadata", "resourceVersion"), again.Text("metadata", "resourceVersion"));
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync(HttpMethod.Get, Maps + "/b")).Status);
        var next = await cluster.CreateAsync(Maps, """{"metadata":{"name":"c"}}""");
        Assert.True(long.Parse(next.Text("metadata", "resourceVersion")!) > long.Parse(made.Text("metadata", "resourceVersion")!));
    }

    [Fact]
    public async Task Update_WithAStaleVersion_IsAConflict()
    {
        await using var cluster = await TestCluster.StartAsync();
        var made = await cluster.CreateAsync(Maps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var first = made.Copy();
        first["data"]!["k"] = "w";
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync(HttpMethod.Put, Maps + "/a", first)).Status);
        made["data"]!["k"] = "x";
        var (status, body) = await cluster.SendAsync(HttpMethod.Put, Maps + "/a", made);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("the object has been modified", body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_OfAForeignField_ConflictsAndForceTakesIt()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Maps + "?fieldManager=alice", """{"metadata":{"name":"a"},"data":{"k":"v","l":"1"}}""");
        var config = JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"w"}}""");
        var (status, refused) = await cluster.SendAsync(HttpMethod.Patch, Maps + "/a?fieldManager=bob", config, "application/apply-patch+yaml");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"alice\" using v1: .data.k", refused.Text("message"));

        var (forced, body) = await cluster.SendAsync(HttpMethod.Patch, Maps + "/a?fieldManager=bob&force=true", config, "application/apply-patch+yaml");
        Assert.Equal(HttpStatusCode.OK, forced);
        Assert.Equal("w", body.Text("data", "k"));
        Assert.Equal("1", body.Text("data", "l"));
        var (_, empty) = await cluster.SendAsync(HttpMethod.Patch, Maps + "/a?fieldManager=bob", JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}"""), "application/apply-patch+yaml");
        Assert.Null(empty.Text("data", "k"));
        Assert.Equal("1", empty.Text("data", "l"));
    }

    [Fact]
    public async Task RepeatedApply_ChangesNothing_AndTheLogSaysSo()
    {
        await using var cluster = await TestCluster.StartAsync();
        var config = JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"w"}}""");
        var (_, first) = await cluster.SendAsync(HttpMethod.Patch, Maps + "/a?fieldManager=bob", config, "application/apply-patch+yaml");
        var (_, second) = await cluster.SendAsync(HttpMethod.Patch, Maps + "/a?fieldManager=bob", config, "application/apply-patch+yaml");
        Assert.Equal(first.Text("metadata", "resourceVersion"), second.Text("metadata", "resourceVersion"));
        var applies = cluster.Log.Entries.Where(entry => entry.Verb == "apply").ToList();
        Assert.Equal([true, false], applies.Select(entry => entry.Changed));
        Assert.All(applies, entry => Assert.True(entry.Mutating));
        Assert.Equal("kubernetes-admin", applies[0].User);
    }

    [Fact]
    public async Task Watch_DeliversChangesSinceAVersion()
    {
        await using var cluster = await TestCluster.StartAsync();
        var list = await cluster.GetAsync(Maps);
        await cluster.CreateAsync(Maps, """{"metadata":{"name":"a"}}""");
        await cluster.SendAsync(HttpMethod.Delete, Maps + "/a");
        using var client = cluster.Client();
        var stream = await client.GetStringAsync($"{Maps}?watch=true&timeoutSeconds=1&resourceVersion={list.Text("metadata", "resourceVersion")}&fieldSelector=metadata.name=a");
        var events = stream.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["ADDED", "DELETED"], events.Select(item => item.Text("type")));
        Assert.All(events, item => Assert.Equal("a", item["object"]!.Name()));
    }

    [Fact]
    public async Task CertainUsers_MayOnlyDoWhatRolesSay()
    {
        await using var cluster = await TestCluster.StartAsync(verifier: new FixedVerifier());
        using var jane = cluster.Client("jane-token");
        using var nobody = cluster.Client("wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.SendAsync(HttpMethod.Get, Maps, client: nobody)).Status);
        var (status, body) = await cluster.SendAsync(HttpMethod.Get, Maps, client: jane);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("configmaps is forbidden: User \"jane\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"default\"", body.Text("message"));
        await cluster.CreateAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
            """{"metadata":{"name":"jane"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"kind":"Group","name":"devs","apiGroup":"rbac.authorization.k8s.io"}]}""");
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync(HttpMethod.Get, Maps, client: jane)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await cluster.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/secrets", client: jane)).Status);
    }

    [Fact]
    public async Task ServiceAccountToken_SignsIn_UntilTheAccountIsGone()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"bot"}}""");
        var token = (await cluster.CreateAsync("/api/v1/namespaces/default/serviceaccounts/bot/token", """{"spec":{}}""")).Text("status", "token")!;
        using var bot = cluster.Client(token);
        var (status, body) = await cluster.SendAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", new JsonObject(), client: bot);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("system:serviceaccount:default:bot", body.Text("status", "userInfo", "username"));
        await cluster.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/default/serviceaccounts/bot");
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.SendAsync(HttpMethod.Get, "/api", client: bot)).Status);
    }

    [Fact]
    public async Task LostResponse_LeavesTheEffect()
    {
        await using var cluster = await TestCluster.StartAsync(faults: new LoseCreates());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cluster.SendAsync(HttpMethod.Post, Maps, JsonNode.Parse("""{"metadata":{"name":"lost"}}""")));
        Assert.Equal("lost", (await cluster.GetAsync(Maps + "/lost")).Name());
    }

    [Fact]
    public async Task NamespaceDeletion_TakesItsContent_AndWaitsForFinalizers()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"gone"}}""");
        await cluster.CreateAsync("/api/v1/namespaces/gone/configmaps", """{"metadata":{"name":"held","finalizers":["example.com/hold"]}}""");
        await cluster.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/gone");
        var space = await cluster.UntilAsync("/api/v1/namespaces/gone", body => body.Objects("status", "conditions").Any(item => item.Text("type") == "NamespaceFinalizersRemaining" && item.Text("status") == "True"));
        Assert.Equal("Terminating", space.Text("status", "phase"));
        Assert.Equal(HttpStatusCode.Forbidden, (await cluster.SendAsync(HttpMethod.Post, "/api/v1/namespaces/gone/configmaps", JsonNode.Parse("""{"metadata":{"name":"late"}}"""))).Status);
        await cluster.SendAsync(HttpMethod.Patch, "/api/v1/namespaces/gone/configmaps/held", JsonNode.Parse("""{"metadata":{"finalizers":null}}"""), "application/merge-patch+json");
        await cluster.UntilAsync("/api/v1/namespaces/gone", body => body.Text("reason") == "NotFound");
    }

    private sealed class FixedVerifier : ITokenVerifier
    {
        public Task<VerifiedUser?> VerifyAsync(string bearerToken, CancellationToken ct) =>
            Task.FromResult(bearerToken == "jane-token" ? new VerifiedUser("jane", ["devs"]) : null);
    }

    private sealed class LoseCreates : IFaultInjector
    {
        public KubernetesFault? BeforeHandling(KubernetesRequestEntry request) => null;

        public KubernetesFault? AfterHandling(KubernetesRequestEntry request) => request.Verb == "create" ? new KubernetesFault(KubernetesFaultKind.Reset) : null;
    }
}
