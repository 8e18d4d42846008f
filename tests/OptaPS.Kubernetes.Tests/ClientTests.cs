using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Tests.Doubles;

namespace OptaPS.Kubernetes.Tests;

public sealed class ClientTests
{
    private static readonly ObjectKey Key = ObjectKey.Of("v1", "ConfigMap", "hello", "app");

    private static TestServer Server(Func<TestRequest, TestReply> handler, bool aggregated = true) => new(request => Doubles.Discovery.Answer(request, aggregated) ?? handler(request));

    private static JsonObject ConfigMap(string name, string version = "1") => Clients.Parse($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","namespace":"hello","resourceVersion":"{{version}}"} }""");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resolve_KindNameShortNameAndCategory_AreFound(bool aggregated)
    {
        await using var server = Server(_ => new(404, ""), aggregated);
        await using var client = Clients.Of(server);
        Assert.Equal("deployments", (await client.ResolveAsync(GroupVersionKind.Parse("apps/v1/Deployment"), default)).Plural);
        Assert.Equal("Deployment", (await client.ResolveNameAsync("deploy", default))[0].Kind.Kind);
        Assert.Equal("Gateway", (await client.ResolveNameAsync("gateways.gateway.networking.k8s.io", default))[0].Kind.Kind);
        Assert.Equal("ConfigMap", (await client.ResolveNameAsync("configmap", default))[0].Kind.Kind);
        if (aggregated)
            Assert.Equal(3, (await client.ResolveNameAsync("all", default)).Count);
        Assert.Contains("status", (await client.ResolveAsync(GroupVersionKind.Parse("v1/Pod"), default)).Subresources);
    }

    [Fact]
    public async Task Resolve_UnknownName_NamesTheNearest()
    {
        await using var server = Server(_ => new(404, ""));
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.ResolveNameAsync("deploymens", default));
        Assert.Contains("'deployments'", exception.Message);
        exception = await Assert.ThrowsAsync<KubernetesException>(() => client.ResolveAsync(GroupVersionKind.Parse("apps/v1beta1/Deployment"), default));
        Assert.Equal(KubernetesFailure.UnknownKind, exception.Failure);
        Assert.Contains("apps/v1", exception.Message);
    }

    [Fact]
    public async Task Get_SendsTokenAndReadsObject()
    {
        await using var server = Server(_ => TestReply.Json(ConfigMap("app")));
        await using var client = Clients.Of(server);
        Assert.Equal("app", (await client.GetAsync(Key, default))!.GetName());
        var request = server.Requests.Last();
        Assert.Equal("/api/v1/namespaces/hello/configmaps/app", request.Path);
        Assert.Equal("Bearer secret-token", request.Headers["Authorization"]);
    }

    [Fact]
    public async Task Get_Missing_IsNull()
    {
        await using var server = Server(_ => TestReply.StatusOf(404, "NotFound", "not found"));
        await using var client = Clients.Of(server);
        Assert.Null(await client.GetAsync(Key, default));
    }

    [Fact]
    public async Task List_Pages_AreFetchedAsConsumed()
    {
        await using var server = Server(request =>
        {
            var from = int.Parse(request.Query.GetValueOrDefault("continue", "0"));
            return TestReply.Json(new JsonObject
            {
                ["kind"] = "ConfigMapList",
                ["metadata"] = new JsonObject { ["resourceVersion"] = "9", ["continue"] = from + 2 < 5 ? (from + 2).ToString() : "" },
                ["items"] = new JsonArray([.. Enumerable.Range(from, Math.Min(2, 5 - from)).Select(i => new JsonObject { ["metadata"] = new JsonObject { ["name"] = "m" + i } })]),
            });
        });
        await using var client = Clients.Of(server);
        var query = new ListQuery(Key.Kind, "hello") { PageSize = 2, LabelSelector = "a=b,c in (d)" };
        await foreach (var item in client.ListAsync(query, default))
        {
            Assert.Equal("ConfigMap", item.GetKind().Kind);
            break;
        }

        Assert.Single(server.Requests, request => request.Path.EndsWith("configmaps"));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], (await client.ListAsync(query, default).ToListAsync()).Select(item => item.GetName()));
        Assert.Equal("a=b,c in (d)", server.Requests.Last().Query["labelSelector"]);
    }

    [Fact]
    public async Task Apply_Conflict_NamesFieldAndManager()
    {
        await using var server = Server(_ => TestReply.StatusOf(409, "Conflict", "Apply failed with 1 conflict", new JsonArray(new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = "conflict with \"kubectl-edit\" using apps/v1",
            ["field"] = ".spec.replicas",
        })) with { Headers = new() { ["Audit-Id"] = "audit-1" } });
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(ConfigMap("app"), new() { FieldManager = "optaps" }, default));
        Assert.Equal(new FieldConflict(".spec.replicas", "\"kubectl-edit\" using apps/v1"), Assert.Single(exception.Conflicts));
        Assert.Equal("audit-1", exception.ToDiagnostic().RequestId);
        Assert.Equal(RetryAdvice.No, exception.ToProviderException("m/x").Failure.Retry);
        var request = server.Requests.Last();
        Assert.Equal("PATCH", request.Method);
        Assert.Equal("application/apply-patch+yaml", request.Headers["Content-Type"]);
        Assert.Equal("optaps", request.Query["fieldManager"]);
        Assert.Equal("Strict", request.Query["fieldValidation"]);
    }

    [Fact]
    public async Task Apply_NullOrDuplicateKey_IsRefusedWithItsPathBeforeAnyRequest()
    {
        await using var server = Server(_ => new(500, ""));
        await using var client = Clients.Of(server);
        var document = Clients.Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","namespace":"b"},"spec":{"template":{"spec":{"containers":[
              {"name":"x","image":null},{"name":"x","ports":[{"containerPort":80},{"containerPort":80,"protocol":"UDP"}]}]}}}}
            """);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(document, new(), default));
        Assert.Equal(["spec.template.spec.containers[1]", "spec.template.spec.containers[0].image"], exception.Causes.Select(cause => cause.Field));
        Assert.DoesNotContain(server.Requests, request => request.Method == "PATCH");
    }

    [Fact]
    public async Task Send_429_IsRepeatedForEveryVerb()
    {
        var count = 0;
        await using var server = Server(request => ++count < 3 ? new(429, "") { Headers = { ["Retry-After"] = "0" } } : TestReply.Json(ConfigMap("app"), 201));
        await using var client = Clients.Of(server);
        await client.CreateAsync(ConfigMap("app"), new(), default);
        Assert.Equal(3, count);
    }

    [Fact]
    public async Task Create_500_IsNotRepeatedAndEffectIsUnknown()
    {
        var count = 0;
        await using var server = Server(_ =>
        {
            count++;
            return TestReply.StatusOf(500, "InternalError", "etcd timeout");
        });
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(ConfigMap("app"), new(), default));
        Assert.Equal(1, count);
        Assert.True(exception.EffectUnknown);
        Assert.Equal(RetryAdvice.ReadFirst, exception.ToProviderException().Failure.Retry);
    }

    [Fact]
    public async Task Apply_503_IsRepeated()
    {
        var count = 0;
        await using var server = Server(_ => ++count < 3 ? TestReply.StatusOf(503, "ServiceUnavailable", "starting") : TestReply.Json(ConfigMap("app")));
        await using var client = Clients.Of(server);
        await client.ApplyAsync(ConfigMap("app"), new(), default);
        Assert.Equal(3, count);
    }

    [Fact]
    public async Task Apply_500OfADocumentThatDoesNotFit_IsInvalidAndNotRepeated()
    {
        var count = 0;
        await using var server = Server(_ =>
        {
            count++;
            return TestReply.Json(new JsonObject { ["kind"] = "Status", ["code"] = 500, ["message"] = "failed to create typed patch object (/a; /v1, Kind=ConfigMap): .nope: field not declared in schema" }, 500);
        });
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(ConfigMap("app"), new(), default));
        Assert.Equal((1, KubernetesFailure.Invalid), (count, exception.Failure));
        Assert.Contains(".nope", exception.Cause);
    }

    [Fact]
    public async Task Apply_MissingNamespace_NamesTheNamespace()
    {
        await using var server = Server(_ => TestReply.Json(Clients.Parse("""{"kind":"Status","code":404,"reason":"NotFound","message":"namespaces \"hello\" not found","details":{"name":"hello","kind":"namespaces"} }"""), 404));
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(ConfigMap("app"), new(), default));
        Assert.Equal("The cluster cannot apply ConfigMap hello/app: namespace hello does not exist.", exception.Message);
    }

    [Fact]
    public void OwnedDiff_NumbersMadeInMemory_AreEqualToParsedOnes()
    {
        var desired = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 2, ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = 80, ["name"] = "x" }) } };
        var live = Clients.Parse("""{"spec":{"replicas":2,"ports":[{"containerPort":80,"name":"x","protocol":"TCP"}],"more":1} }""");
        var owned = Clients.Parse("""{"f:spec":{"f:replicas":{},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:name":{} } } } }""");
        Assert.True(Apply.OwnedDiff.IsSame(desired, live, owned));
        desired["spec"]!["replicas"] = 3;
        Assert.False(Apply.OwnedDiff.IsSame(desired, live, owned));
        desired["spec"]!["replicas"] = 2;
        desired["spec"]!["ports"]![0]!.AsObject().Remove("name");
        Assert.False(Apply.OwnedDiff.IsSame(desired, live, owned));
        Assert.Equal(2, new JsonObject { ["n"] = 2 }.Number("n"));
    }

    [Fact]
    public async Task Send_401_AsksForFreshCredentialsOnceThenFails()
    {
        await using var server = Server(_ => TestReply.StatusOf(401, "Unauthorized", "Unauthorized"));
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(Key, default));
        Assert.Equal(KubernetesFailure.Unauthorized, exception.Failure);
        Assert.Equal(2, server.Requests.Count(request => request.Path.EndsWith("app")));
    }

    [Fact]
    public async Task Send_SlowServer_TimesOut()
    {
        await using var server = Server(_ => new TestReply(200, "{}") { Delay = TimeSpan.FromSeconds(30) });
        // Long enough for the discovery before it, on a loaded machine, too.
        await using var client = Clients.Of(server, Clients.Quick with { RequestTimeout = TimeSpan.FromSeconds(2) });
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(ConfigMap("app"), new(), default));
        Assert.Equal(KubernetesFailure.Timeout, exception.Failure);
        Assert.True(exception.EffectUnknown);
    }

    [Fact]
    public async Task Delete_MissingIsFalse_PropagationAndPreconditionsAreSent()
    {
        var gone = false;
        await using var server = Server(_ => gone ? TestReply.StatusOf(404, "NotFound", "gone") : TestReply.Json(new JsonObject { ["kind"] = "Status" }));
        await using var client = Clients.Of(server);
        Assert.True(await client.DeleteAsync(Key, new() { Uid = "u1", Propagation = PropagationPolicy.Foreground }, default));
        var body = server.Requests.Last().Json;
        Assert.Equal("Foreground", body.Text("propagationPolicy"));
        Assert.Equal("u1", body["preconditions"].TextAt("uid"));
        gone = true;
        Assert.False(await client.DeleteAsync(Key, new(), default));
    }

    [Fact]
    public async Task Delete_AnswerLost_IsStillKnownToHaveDeleted()
    {
        var tries = 0;
        await using var server = Server(_ => Interlocked.Increment(ref tries) == 1 ? new(200, "{}") { CutAfter = 10 } : TestReply.StatusOf(404, "NotFound", "gone"));
        await using var client = Clients.Of(server);
        Assert.True(await client.DeleteAsync(Key, new(), default));
        Assert.Equal(2, tries);
    }

    // A proxy that ends the first connection after every possible number of bytes of the answer: head, body and the end itself.
    [Theory]
    [InlineData("get")]
    [InlineData("apply")]
    [InlineData("create")]
    public async Task ConnectionCutAtEveryByteOfTheAnswer_ReadsAndAppliesAreRepeated_CreatesNever(string verb)
    {
        var whole = ConfigMap("app").ToJsonString();
        var length = $"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: {whole.Length}\r\n\r\n".Length + whole.Length;
        await Parallel.ForEachAsync(Enumerable.Range(0, length), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (cut, token) =>
        {
            var tries = 0;
            await using var server = Server(_ => new(200, whole) { CutAfter = Interlocked.Increment(ref tries) == 1 ? cut : null });
            await using var client = Clients.Of(server);
            if (verb == "create")
            {
                var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(ConfigMap("app"), new(), token));
                Assert.True(exception is { EffectUnknown: true, Failure: KubernetesFailure.ConnectionLost }, $"cut at {cut}: {exception}");
                Assert.Equal(1, tries);
                return;
            }

            var read = verb == "get" ? await client.GetAsync(Key, token) : await client.ApplyAsync(ConfigMap("app"), new(), token);
            Assert.Equal("app", read!.GetName());
            Assert.Equal(2, tries);
        });
    }

    [Fact]
    public async Task Rows_TableOfTheServer_CarriesItsColumnsAndTheWholeObjects()
    {
        var table = Clients.Parse("""
            {"kind":"Table","metadata":{"resourceVersion":"7"},"columnDefinitions":[{"name":"Name","type":"string","priority":0},{"name":"Restarts","type":"integer","priority":0},{"name":"IP","type":"string","priority":1}],
             "rows":[{"cells":["a",3,"10.0.0.1"],"object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"status":{"phase":"Running"}}}]}
            """);
        await using var server = Server(request => request.Headers["Accept"].Contains("as=Table") ? TestReply.Json(table) : throw new InvalidOperationException());
        await using var client = Clients.Of(server);
        var row = Assert.Single(await client.ListRowsAsync(new(new("", "v1", "Pod"), "n"), default).ToListAsync());
        Assert.Equal([new("Name", "a", false), new("Restarts", "3", false), new("IP", "10.0.0.1", true)], row.Cells);
        Assert.Equal("Running", row.Object["status"].TextAt("phase"));
        Assert.Equal("Object", server.Requests.Last().Query["includeObject"]);
    }

    [Fact]
    public async Task Rows_ServerWithoutTables_GivesTheObjects()
    {
        await using var server = Server(_ => TestReply.Json(Clients.Parse("""{"kind":"PodList","metadata":{},"items":[{"metadata":{"name":"a"} }]}""")));
        await using var client = Clients.Of(server);
        var row = Assert.Single(await client.ListRowsAsync(new(new("", "v1", "Pod"), "n"), default).ToListAsync());
        Assert.Empty(row.Cells);
        Assert.Equal("v1/Pod", row.Object.GetKind().ToString());
    }

    [Fact]
    public void Warnings_SeveralInOneHeader_AreAllRead() =>
        Assert.Equal(
            ["unknown field \"dta\"", @"a \ b"],
            WarningHeader.Read("""299 - "unknown field \"dta\"", 110 cache "stale", 299 - "a \\ b" """));
}
