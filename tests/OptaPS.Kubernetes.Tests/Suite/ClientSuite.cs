using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Readiness;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes.Tests.Suite;

/// <summary>What must hold on any conformant API server. Run against the sandbox, and against the cluster of OPTA_TEST_KUBECONFIG when it is set.</summary>
public abstract class ClientSuite : IAsyncLifetime
{
    private static readonly WriteOptions Options = new();
    private readonly KubernetesClientFactory factory = new([], new ClientEnvironment(), TimeProvider.System);
    private readonly string name = "opta-suite-" + Guid.NewGuid().ToString("N")[..8];
    private IKubernetesClient client = null!;

    protected abstract string Kubeconfig { get; }

    private ClusterConnection Connection => ClusterConnection.FromKubeconfig(Kubeconfig, null);

    public async Task InitializeAsync()
    {
        client = await factory.GetAsync(Connection, default);
        await client.CreateAsync(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NAME"}}"""), Options, default);
    }

    public async Task DisposeAsync()
    {
        if (client is not null)
            await client.DeleteAsync(ObjectKey.Of("v1", "Namespace", null, name), new(), default);
        await factory.DisposeAsync();
    }

    private JsonObject Parse(string json) => Clients.Parse(json.Replace("NAME", name));

    private ObjectKey ConfigMap(string key) => ObjectKey.Of("v1", "ConfigMap", name, key);

    private JsonObject Map(string key, string value = "1") => Parse($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{key}}","namespace":"NAME"},"data":{"a":"{{value}}","b":"2"} }""");

    [Fact]
    public async Task Discovery_BuiltInKinds_AreMapped()
    {
        Assert.InRange((await client.GetVersionAsync(default)).Minor, 29, 99);
        var all = await client.DiscoverAsync(default);
        Assert.Contains(all, resource => resource.Kind.ToString() == "apps/v1/Deployment" && resource.Subresources.Contains("scale") && resource.Namespaced);
        foreach (var (word, kind) in ((string, string)[])[("po", "v1/Pod"), ("deploy", "apps/v1/Deployment"), ("namespaces", "v1/Namespace"), ("HorizontalPodAutoscaler", "autoscaling/v2/HorizontalPodAutoscaler"), ("crd", "apiextensions.k8s.io/v1/CustomResourceDefinition"), ("deployments.apps", "apps/v1/Deployment")])
            Assert.Equal(kind, (await client.ResolveNameAsync(word, default))[0].Kind.ToString());
        Assert.Contains("Service", (await client.ResolveNameAsync("all", default)).Select(resource => resource.Kind.Kind));
    }

    [Fact]
    public async Task Apply_CreateNoChangeRemove_FollowsTheIntent()
    {
        var first = await client.ApplyAsync(Map("m"), new(), default);
        var second = await client.ApplyAsync(Map("m"), new(), default);
        Assert.Equal(first.GetResourceVersion(), second.GetResourceVersion());
        var less = Map("m", "9");
        less["data"]!.AsObject().Remove("b");
        var dry = await client.ApplyAsync(less, new() { DryRun = true }, default);
        Assert.Equal("""{"a":"9"}""", dry["data"]!.ToJsonString());
        Assert.Equal("1", (await client.GetAsync(ConfigMap("m"), default))!["data"]!["a"]!.ToString());
        Assert.Equal("""{"a":"9"}""", (await client.ApplyAsync(less, new(), default))["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Apply_FieldOfAnotherManager_ConflictsWithFieldAndManager()
    {
        JsonObject Deployment(string image) => Parse($$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"NAME"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"} },"template":{"metadata":{"labels":{"a":"b"} },"spec":{"containers":[{"name":"app","image":"{{image}}"}]} } } }""");
        await client.ApplyAsync(Deployment("x:1"), new() { FieldManager = "other" }, default);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(Deployment("x:2"), new(), default));
        var conflict = Assert.Single(exception.Conflicts);
        Assert.Equal(".spec.template.spec.containers[name=\"app\"].image", conflict.Field);
        Assert.Contains("other", conflict.Manager);
        Assert.NotNull(exception.RequestId);
        Assert.True(ConflictPath.Exists(Deployment("x:2"), conflict.Field));
        var forced = await client.ApplyAsync(Deployment("x:2"), new() { Force = true }, default);
        Assert.Equal("x:2", forced["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString());
    }

    [Fact]
    public async Task Write_UnknownFieldAndInvalidValue_NameTheFields()
    {
        var unknown = Map("x");
        unknown["dta"] = "x";
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(unknown, Options, default));
        Assert.Contains("dta", exception.Cause);
        exception = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"Not_Allowed","namespace":"NAME"}}"""), Options, default));
        Assert.Equal(KubernetesFailure.Invalid, exception.Failure);
        Assert.Contains(exception.Causes, cause => cause.Field == "metadata.name");
        Assert.Equal(KubernetesFailure.NotFound, (await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"s","namespace":"NAME-none"}}"""), Options, default))).Failure);
        await client.CreateAsync(Map("twice"), Options, default);
        Assert.Equal(KubernetesFailure.AlreadyExists, (await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(Map("twice"), Options, default))).Failure);
    }

    [Fact]
    public async Task Update_OldResourceVersion_Conflicts()
    {
        var made = await client.CreateAsync(Map("u"), Options, default);
        var newer = (JsonObject)made.DeepClone();
        newer["data"]!["a"] = "5";
        await client.UpdateAsync(newer, Options, default);
        made["data"]!["a"] = "6";
        Assert.Equal(KubernetesFailure.Conflict, (await Assert.ThrowsAsync<KubernetesException>(() => client.UpdateAsync(made, Options, default))).Failure);
    }

    [Fact]
    public async Task Patch_EachFormat_Works()
    {
        await client.CreateAsync(Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"p","namespace":"NAME"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"one","image":"x:1"},{"name":"two","image":"y:1"}]}}}}"""), Options, default);
        var key = ObjectKey.Of("apps/v1", "Deployment", name, "p");
        var live = await client.PatchAsync(key, PatchKind.StrategicMerge, Parse("""{"spec":{"template":{"spec":{"containers":[{"name":"two","image":"y:2"}]}}}}"""), Options, default);
        Assert.Equal(["x:1", "y:2"], live["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(container => container!["image"]!.ToString()).Order());
        live = await client.PatchAsync(key, PatchKind.Merge, Parse("""{"metadata":{"labels":{"l":"1"}}}"""), Options, default);
        Assert.Equal("1", live.GetLabel("l"));
        live = await client.PatchAsync(key, PatchKind.Json, JsonNode.Parse("""[{"op":"replace","path":"/metadata/labels/l","value":"2"}]""")!, Options, default);
        Assert.Equal("2", live.GetLabel("l"));
        var scale = await client.ScaleAsync(key, 3, default);
        Assert.Equal(3, scale["spec"].Number("replicas"));
        Assert.Equal(3, (await client.GetAsync(key, default))!["spec"].Number("replicas"));
    }

    [Fact]
    public async Task List_Chunks_GiveEveryObjectOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
        {
            var map = Map($"c{i:00}");
            map["metadata"]!["labels"] = new JsonObject { ["set"] = i % 2 == 0 ? "even" : "odd" };
            return client.CreateAsync(map, Options, default);
        }));
        var query = new ListQuery(ConfigMap("x").Kind, name) { PageSize = 4, LabelSelector = "set in (even)" };
        var names = (await client.ListAsync(query, default).ToListAsync()).Select(item => item.GetName()).ToList();
        Assert.Equal(Enumerable.Range(0, 30).Where(i => i % 2 == 0).Select(i => $"c{i:00}"), names);
        await client.DeleteCollectionAsync(query, new(), default);
        Assert.Empty(await client.ListAsync(query, default).ToListAsync());
    }

    [Fact]
    public async Task Informer_FiftyWriters_EndsWithTheServersState()
    {
        using var stop = new CancellationTokenSource();
        var query = new ListQuery(ConfigMap("x").Kind, name) { LabelSelector = "watched=yes" };
        var informer = new Informer(client, query, TimeProvider.System);
        var versions = new ConcurrentDictionary<string, long>();
        var errors = new ConcurrentQueue<string>();
        var running = informer.RunAsync((change, _) =>
        {
            var version = long.Parse(change.Object.GetResourceVersion()!);
            if (change.Type == WatchEventType.Added == versions.ContainsKey(change.Object.GetName()))
                errors.Enqueue($"{change.Type} {change.Object.GetName()}");
            if (change.Type == WatchEventType.Deleted)
                versions.TryRemove(change.Object.GetName(), out var _);
            else if (versions.TryGetValue(change.Object.GetName(), out var before) && before >= version)
                errors.Enqueue($"{change.Object.GetName()} {before} -> {version}");
            else
                versions[change.Object.GetName()] = version;
            return Task.CompletedTask;
        }, stop.Token);
        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(30));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async writer =>
        {
            for (var i = 0; i < 4; i++)
            {
                var map = Map("w" + writer, i.ToString());
                map["metadata"]!["labels"] = new JsonObject { ["watched"] = "yes" };
                await client.ApplyAsync(map, new(), default);
                if (writer % 5 == 0 && i == 2)
                    await client.DeleteAsync(ConfigMap("w" + writer), new(), default);
            }
        }));
        var expected = (await client.ListAsync(query, default).ToListAsync()).ToDictionary(item => item.GetName(), item => item.GetResourceVersion());
        for (var i = 0; i < 400 && !informer.Objects.All(item => expected.GetValueOrDefault(item.GetName()) == item.GetResourceVersion()); i++)
            await Task.Delay(25);
        Assert.Equal(expected.OrderBy(pair => pair.Key), informer.Objects.ToDictionary(item => item.GetName(), item => item.GetResourceVersion()).OrderBy(pair => pair.Key));
        Assert.Equal(50, expected.Count);
        Assert.Empty(errors);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Watch_UnknownOldVersion_ExpiresOrResumes()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.CreateAsync(Map("first"), Options, default);
        var seen = new List<string>();
        await foreach (var change in client.WatchAsync(new(ConfigMap("x").Kind, name), null, limit.Token))
        {
            seen.Add($"{change.Type} {change.Object.TextAt("metadata", "name")}");
            if (change.Type == WatchEventType.Bookmark && !seen.Contains("Added later"))
                await client.CreateAsync(Map("later"), Options, default);
            if (seen.Contains("Added later"))
                break;
        }

        Assert.True(seen.IndexOf("Added first") < seen.FindIndex(text => text.StartsWith("Bookmark")));
        Assert.Equal("Added later", seen[^1]);
    }

    [Fact]
    public async Task Delete_FinalizerUidAndPropagation_AreRespected()
    {
        var held = Map("held");
        held["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
        var made = await client.CreateAsync(held, Options, default);
        Assert.Equal(KubernetesFailure.Conflict, (await Assert.ThrowsAsync<KubernetesException>(() => client.DeleteAsync(ConfigMap("held"), new() { Uid = "00000000-0000-0000-0000-000000000000" }, default))).Failure);
        Assert.True(await client.DeleteAsync(ConfigMap("held"), new() { Uid = made.GetUid() }, default));
        Assert.Contains("example.com/hold", DeletionBlocker.Describe((await client.GetAsync(ConfigMap("held"), default))!));
        await client.PatchAsync(ConfigMap("held"), PatchKind.Merge, Parse("""{"metadata":{"finalizers":null}}"""), Options, default);
        await new ReadinessWaiter(client, TimeProvider.System).WaitForDeletionAsync(ConfigMap("held"), TimeSpan.FromSeconds(20), null, default);
        Assert.False(await client.DeleteAsync(ConfigMap("held"), new(), default));
    }

    [Fact]
    public async Task Definition_AppliedAndReady_ItsKindIsKnownAtOnce()
    {
        var plural = "t" + name[^8..] + "s";
        var definition = Parse($$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{plural}}.suite.optaps.dev"},
             "spec":{"group":"suite.optaps.dev","scope":"Namespaced","names":{"plural":"{{plural}}","singular":"{{plural}}x","kind":"{{plural.ToUpperInvariant()}}","listKind":"{{plural}}List"},
              "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"} } } } } } }] } }
            """);
        var key = ObjectKey.Of(definition);
        await client.DiscoverAsync(default);
        try
        {
            await client.ApplyAsync(definition, new(), default);
            await new ReadinessWaiter(client, TimeProvider.System).WaitForReadyAsync([key], TimeSpan.FromSeconds(30), null, default);
            var custom = Parse($$"""{"apiVersion":"suite.optaps.dev/v1","kind":"{{plural.ToUpperInvariant()}}","metadata":{"name":"one","namespace":"NAME"},"spec":{"size":3} }""");
            await client.ApplyAsync(custom, new(), default);
            Assert.Equal(3, (await client.GetAsync(ObjectKey.Of(custom), default))!["spec"].Number("size"));
            var live = await client.PatchAsync(ObjectKey.Of(custom), PatchKind.Merge, Parse("""{"spec":{"size":4}}"""), Options, default);
            Assert.Equal(4, live["spec"].Number("size"));
        }
        finally
        {
            await client.DeleteAsync(key, new(), default);
        }
    }

    [Fact]
    public async Task Migration_ClientSideFields_AreRemovedByTheNextApply()
    {
        var old = Map("migrate");
        var live = await client.CreateAsync(old, new() { FieldManager = "kubectl-client-side-apply" }, default);
        live = await ManagedFieldsMigration.MigrateAsync(client, live, "optaps", ["kubectl-client-side-apply"], default);
        Assert.NotNull(ManagedFields.OwnedBy(live, "optaps"));
        old["data"]!.AsObject().Remove("b");
        Assert.Equal("""{"a":"1"}""", (await client.ApplyAsync(old, new(), default))["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Provider_ObjectOfKubectlHandedOver_LosesWhatTheFileDoesNotName()
    {
        var owner = new Ownership("acme", "staging", name);
        var old = Map("handed");
        OwnershipMark.Write(old, owner, "m/handed");
        old["metadata"]!["annotations"]![ManagedFieldsMigration.LastApplied] = "{}";
        await client.CreateAsync(old, new() { FieldManager = "kubectl-client-side-apply" }, default);
        var provider = new KubernetesResourceProvider(factory, TimeProvider.System, new() { Pause = TimeSpan.FromMilliseconds(50) });
        var desired = Parse("""{"metadata":{"name":"handed","namespace":"NAME"},"data":{"a":"new"}}""");
        var progress = await provider.CreateAsync(new("m/handed", "v1/ConfigMap", owner, Connection.ToJson(), desired, "t"), default);
        Assert.Equal(OperationStatus.Done, progress.Status);
        var live = (await client.GetAsync(ConfigMap("handed"), default))!;
        Assert.Equal("""{"a":"new"}""", live["data"]!.ToJsonString());
        Assert.Null(live.GetAnnotation(ManagedFieldsMigration.LastApplied));
    }

    [Fact]
    public async Task DryRun_EveryVerb_ChangesNothing()
    {
        var dry = new WriteOptions { DryRun = true };
        Assert.Equal("1", (await client.CreateAsync(Map("dry"), dry, default))["data"]!["a"]!.ToString());
        Assert.Null(await client.GetAsync(ConfigMap("dry"), default));
        await client.CreateAsync(Map("dry"), Options, default);
        Assert.Equal("9", (await client.UpdateAsync(Map("dry", "9"), dry, default))["data"]!["a"]!.ToString());
        Assert.Equal("8", (await client.PatchAsync(ConfigMap("dry"), PatchKind.Merge, Parse("""{"data":{"a":"8"}}"""), dry, default))["data"]!["a"]!.ToString());
        Assert.True(await client.DeleteAsync(ConfigMap("dry"), new() { DryRun = true }, default));
        Assert.Equal("1", (await client.GetAsync(ConfigMap("dry"), default))!["data"]!["a"]!.ToString());
    }

    [Theory]
    [InlineData("Warn", true)]
    [InlineData("Ignore", false)]
    public async Task FieldValidation_NotStrict_TakesTheDocumentAndWarnsWhenAsked(string validation, bool warns)
    {
        var warnings = new List<string>();
        var document = Map("v");
        document["dta"] = "x";
        await client.CreateAsync(document, new() { FieldValidation = validation, OnWarning = warnings.Add }, default);
        Assert.Equal(warns, warnings.Any(text => text.Contains("unknown field \"dta\"")));
        document = Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"v","namespace":"NAME"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x:1","imagePolicy":"Always"}]}}}}""");
        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(document, new(), default));
        Assert.Equal(KubernetesFailure.Invalid, failure.Failure);
        Assert.Contains("imagePolicy", failure.Cause);
    }

    [Fact]
    public async Task Watch_ResumedFromAnEarlierVersion_GivesEveryChangeSinceInOrder()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var start = (await client.CreateAsync(Map("r", "0"), Options, default)).GetResourceVersion();
        for (var i = 1; i <= 3; i++)
            await client.UpdateAsync(Map("r", i.ToString()), Options, default);
        await client.DeleteAsync(ConfigMap("r"), new(), default);
        await client.CreateAsync(Map("r", "again"), Options, default);
        var seen = new List<string>();
        await foreach (var change in client.WatchAsync(new(ConfigMap("x").Kind, name) { FieldSelector = "metadata.name=r" }, start, limit.Token))
            if (change.Type != WatchEventType.Bookmark)
            {
                seen.Add($"{change.Type} {change.Object["data"]!["a"]}");
                if (change.Type == WatchEventType.Added)
                    break;
            }

        Assert.Equal(["Modified 1", "Modified 2", "Modified 3", "Deleted 3", "Added again"], seen);
    }

    [Fact]
    public async Task Watch_ObjectsThatLeaveAndEnterTheSelector_AreDeletedAndAdded()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        JsonObject Labelled(string value)
        {
            var map = Map("l");
            map["metadata"]!["labels"] = new JsonObject { ["in"] = value };
            return map;
        }

        var start = (await client.CreateAsync(Labelled("yes"), Options, default)).GetResourceVersion();
        await client.UpdateAsync(Labelled("no"), Options, default);
        await client.UpdateAsync(Labelled("yes"), Options, default);
        var seen = new List<WatchEventType>();
        await foreach (var change in client.WatchAsync(new(ConfigMap("x").Kind, name) { LabelSelector = "in=yes" }, start, limit.Token))
        {
            seen.Add(change.Type);
            if (change.Type == WatchEventType.Added)
                break;
        }

        Assert.Equal([WatchEventType.Deleted, WatchEventType.Added], seen.Where(type => type != WatchEventType.Bookmark));
    }

    [Fact]
    public async Task Rows_OfBuiltInKinds_HaveTheServersColumns()
    {
        await client.CreateAsync(Map("row"), Options, default);
        var row = (await client.ListRowsAsync(new(ConfigMap("x").Kind, name) { FieldSelector = "metadata.name=row" }, default).ToListAsync()).Single();
        Assert.Equal(["Name", "Data", "Age"], row.Cells.Select(cell => cell.Column));
        Assert.Equal(["row", "2"], row.Cells.Take(2).Select(cell => cell.Text));
        Assert.Equal("1", row.Object["data"]!["a"]!.ToString());
        await client.CreateAsync(Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"row","namespace":"NAME"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x:1"}]}}}}"""), Options, default);
        row = (await client.ListRowsAsync(new(new("apps", "v1", "Deployment"), name), default).ToListAsync()).Single();
        Assert.Equal(["Name", "Ready", "Up-to-date", "Available", "Age", "Containers", "Images", "Selector"], row.Cells.Select(cell => cell.Column));
        Assert.Equal("0/0", row.Cells[1].Text);
    }

    [Fact]
    public async Task Evict_PodThatNobodyProtects_GoesAway()
    {
        try
        {
            await client.CreateAsync(Parse("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"NAME"}}"""), Options, default);
        }
        catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.AlreadyExists)
        {
            // A controller was faster.
        }

        var pod = Parse("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"NAME"},"spec":{"nodeSelector":{"no-such-node":"yes"},"automountServiceAccountToken":false,"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"x:1"}]}}""");
        await client.CreateAsync(pod, Options, default);
        Assert.True(await client.EvictAsync(name, "p", 0, default));
        await new ReadinessWaiter(client, TimeProvider.System).WaitForDeletionAsync(ObjectKey.Of(pod), TimeSpan.FromSeconds(20), null, default);
        Assert.False(await client.EvictAsync(name, "p", 0, default));
    }

    [Fact]
    public async Task Definition_StatusAndScaleSubresources_AreSeparate()
    {
        var plural = "s" + name[^8..] + "s";
        var kind = "S" + name[^8..];
        var definition = Parse($$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{plural}}.suite.optaps.dev"},
             "spec":{"group":"suite.optaps.dev","scope":"Namespaced","names":{"plural":"{{plural}}","singular":"{{kind.ToLowerInvariant()}}","kind":"{{kind}}","shortNames":["{{plural[..6]}}"],"categories":["suite{{name[^8..]}}"]},
              "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas"} },
               "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.replicas"}],
               "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"replicas":{"type":"integer","minimum":0} } },"status":{"type":"object","properties":{"replicas":{"type":"integer"},"conditions":{"type":"array","items":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } } } } } } }] } }
            """);
        try
        {
            await client.ApplyAsync(definition, new(), default);
            await new ReadinessWaiter(client, TimeProvider.System).WaitForReadyAsync([ObjectKey.Of(definition)], TimeSpan.FromSeconds(30), null, default);
            var custom = Parse($$"""{"apiVersion":"suite.optaps.dev/v1","kind":"{{kind}}","metadata":{"name":"one","namespace":"NAME"},"spec":{"replicas":1} }""");
            var key = ObjectKey.Of(custom);
            await client.ApplyAsync(custom, new(), default);
            var live = await client.PatchAsync(key, PatchKind.Merge, Parse("""{"spec":{"replicas":7},"status":{"conditions":[{"type":"Ready","status":"False","reason":"Late","message":"not yet"}]}}"""), new() { Subresource = "status" }, default);
            Assert.Equal(1, live["spec"].Number("replicas"));
            var verdict = ReadinessChecker.Check(live);
            Assert.Equal((ReadinessState.Progressing, true), (verdict.State, verdict.Reason.Contains("not yet")));
            live = await client.PatchAsync(key, PatchKind.Merge, Parse("""{"status":{"replicas":4}}"""), Options, default);
            Assert.Null(live["status"]!["replicas"]);
            await client.ScaleAsync(key, 5, default);
            Assert.Equal(5, (await client.GetAsync(key, default, "scale"))!["spec"].Number("replicas"));
            Assert.Equal(kind, Assert.Single(await client.ResolveNameAsync("suite" + name[^8..], default)).Kind.Kind);
            Assert.Equal(kind, (await client.ResolveNameAsync(plural[..6], default))[0].Kind.Kind);
            var row = (await client.ListRowsAsync(new(key.Kind, name), default).ToListAsync()).Single();
            Assert.Equal("5", row.Cells.Single(cell => cell.Column == "Size").Text);
            var refused = await Assert.ThrowsAsync<KubernetesException>(() => client.ScaleAsync(key, -1, default));
            Assert.Equal(KubernetesFailure.Invalid, refused.Failure);
        }
        finally
        {
            await client.DeleteAsync(ObjectKey.Of(definition), new(), default);
        }
    }

    [Fact]
    public async Task Patch_ThatDoesNotFit_IsRefusedWithItsReason()
    {
        await client.CreateAsync(Map("bad"), Options, default);
        var failed = await Assert.ThrowsAsync<KubernetesException>(() => client.PatchAsync(ConfigMap("bad"), PatchKind.Json, JsonNode.Parse("""[{"op":"test","path":"/data/a","value":"nope"}]""")!, Options, default));
        Assert.Equal(KubernetesFailure.Invalid, failed.Failure);
        failed = await Assert.ThrowsAsync<KubernetesException>(() => client.PatchAsync(ConfigMap("bad"), PatchKind.Merge, Parse("""{"metadata":{"resourceVersion":"1"},"data":{"a":"x"}}"""), Options, default));
        Assert.Equal(KubernetesFailure.Conflict, failed.Failure);
        failed = await Assert.ThrowsAsync<KubernetesException>(() => client.PatchAsync(ConfigMap("none"), PatchKind.Merge, Parse("""{"data":{"a":"x"}}"""), Options, default));
        Assert.Equal(KubernetesFailure.NotFound, failed.Failure);
    }

    [Fact]
    public async Task Apply_SharedField_StaysUntilItsLastManagerGivesItUp()
    {
        await client.ApplyAsync(Map("shared"), new() { FieldManager = "one" }, default);
        await client.ApplyAsync(Map("shared"), new() { FieldManager = "two" }, default);
        var less = Map("shared");
        less["data"]!.AsObject().Remove("b");
        Assert.Equal("2", (await client.ApplyAsync(less, new() { FieldManager = "one" }, default))["data"].TextAt("b"));
        Assert.Null((await client.ApplyAsync(less, new() { FieldManager = "two" }, default))["data"].TextAt("b"));
        Assert.Empty(await LiveDiff.CompareAsync(client, less, new() { FieldManager = "one" }, default));
        Assert.Equal("/data/a", Assert.Single(await LiveDiff.CompareAsync(client, Changed(), new() { FieldManager = "one", Force = true }, default)).Path);
        JsonObject Changed()
        {
            var changed = (JsonObject)less.DeepClone();
            changed["data"]!["a"] = "other";
            return changed;
        }
    }

    [Fact]
    public async Task Errors_OfTheServer_CarryReasonRequestIdAndFieldPaths()
    {
        var invalid = Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"NAME"},"spec":{"ports":[{"port":99999},{"port":80}],"type":"Nonsense"}}""");
        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(invalid, Options, default));
        Assert.Equal((422, "Invalid"), (failure.Status, failure.Reason));
        Assert.NotNull(failure.RequestId);
        foreach (var field in (string[])["spec.ports[0].port", "spec.ports[0].name", "spec.type"])
            Assert.Contains(failure.Causes, cause => cause.Field == field);
        Assert.Contains(failure.ToDiagnostic().Evidence, line => line.StartsWith("spec.type: "));
    }

    public static TheoryData<string, string> Kinds => new()
    {
        { "v1/ConfigMap", """{"data":{"k":"v"},"binaryData":{"b":"AAE="}}""" },
        { "v1/Secret", """{"type":"Opaque","stringData":{"password":"x"}}""" },
        { "v1/ServiceAccount", """{"automountServiceAccountToken":false}""" },
        { "v1/Service", """{"spec":{"selector":{"app":"x"},"ports":[{"port":80,"targetPort":"http","name":"http"},{"port":81,"protocol":"UDP","name":"u"}]}}""" },
        { "autoscaling/v2/HorizontalPodAutoscaler", """{"spec":{"minReplicas":2,"maxReplicas":4,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"x"},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]}}""" },
        { "policy/v1/PodDisruptionBudget", """{"spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"x"}}}}""" },
        { "networking.k8s.io/v1/NetworkPolicy", """{"spec":{"podSelector":{},"policyTypes":["Ingress"],"ingress":[{"from":[{"namespaceSelector":{}}],"ports":[{"port":80}]}]}}""" },
        { "rbac.authorization.k8s.io/v1/Role", """{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""" },
        { "rbac.authorization.k8s.io/v1/RoleBinding", """{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"s","namespace":"NAME"}]}""" },
        { "networking.k8s.io/v1/Ingress", """{"spec":{"rules":[{"host":"x.example","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"x","port":{"number":80}}}}]}}]}}""" },
        { "apps/v1/Deployment", """{"spec":{"replicas":0,"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"securityContext":{"runAsNonRoot":true},"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"kubernetes.io/hostname","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"x"}}}],"containers":[{"name":"c","image":"x:1","args":["a","b"],"env":[{"name":"A","value":"1"},{"name":"P","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],"ports":[{"name":"http","containerPort":80}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"0.5Gi","cpu":"1000m"}},"readinessProbe":{"httpGet":{"path":"/","port":"http"}},"volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","emptyDir":{}}]}}}}""" },
        { "batch/v1/CronJob", """{"spec":{"schedule":"0 * * * *","suspend":true,"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"x:1"}]}}}}}}""" },
        { "v1/ResourceQuota", """{"spec":{"hard":{"pods":"10","requests.cpu":"2000m"}}}""" },
        { "v1/LimitRange", """{"spec":{"limits":[{"type":"Container","default":{"cpu":"1"}}]}}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Provider_EachKind_SecondPlanIsNoneAndDestroyLeavesNothing(string type, string body)
    {
        var provider = new KubernetesResourceProvider(factory, TimeProvider.System, new() { Pause = TimeSpan.FromMilliseconds(50) });
        var owner = new Ownership("acme", "staging", name);
        var desired = Parse(body);
        desired["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = name };
        var connection = Connection.ToJson();
        Assert.Empty(provider.Validate(new("m/x", new("kubernetes", type), desired) { Connection = connection }));
        var create = new CreateRequest("m/x", type, owner, connection, desired, "t");
        var progress = await FinishAsync(provider, await provider.CreateAsync(create, default), create);
        Assert.Equal(OperationStatus.Done, progress.Status);
        var live = await provider.ReadAsync(new("m/x", type, owner, connection, progress.Identifier!, desired), default);
        var plan = await provider.PlanAsync(new("m/x", type, owner, connection, desired, desired, live), default);
        Assert.True(plan.Action == PlannedAction.None, $"{plan.Action}: {string.Join(", ", plan.Properties.Select(change => $"{change.Path} {change.Before?.ToJsonString()} -> {change.After?.ToJsonString()}"))}");

        var changed = (JsonObject)desired.DeepClone();
        changed["metadata"]!["labels"] = new JsonObject { ["team"] = "blue" };
        plan = await provider.PlanAsync(new("m/x", type, owner, connection, changed, desired, live), default);
        Assert.Equal((PlannedAction.Update, "/metadata/labels/team"), (plan.Action, Assert.Single(plan.Properties).Path));
        await provider.UpdateAsync(new("m/x", type, owner, connection, progress.Identifier!, changed, desired, "t"), default);
        live = await provider.ReadAsync(new("m/x", type, owner, connection, progress.Identifier!, changed), default);
        Assert.Equal("blue", live!.Properties.GetLabel("team"));
        Assert.Equal(PlannedAction.None, (await provider.PlanAsync(new("m/x", type, owner, connection, changed, changed, live), default)).Action);

        var gone = await FinishAsync(provider, await provider.DeleteAsync(new("m/x", type, owner, connection, progress.Identifier!, changed, "t"), default), create with { Desired = null! });
        Assert.Equal(OperationStatus.Done, gone.Status);
        Assert.Null(await client.GetAsync(new(GroupVersionKind.Parse(type), name, "x"), default));
    }

    private static async Task<OperationProgress> FinishAsync(KubernetesResourceProvider provider, OperationProgress progress, CreateRequest request)
    {
        for (var i = 0; i < 200 && progress.Status == OperationStatus.Pending; i++)
        {
            await Task.Delay(50);
            progress = await provider.PollAsync(new(request.Address, request.TypeName, request.Owner, request.Connection, progress.Handle!, progress.Identifier, request.Desired), default);
        }

        return progress;
    }

    [Fact]
    public async Task Impersonation_UserWithoutRights_IsForbidden()
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(ToJson(await File.ReadAllTextAsync(Kubeconfig)))!;
        foreach (var user in document["users"]!.AsArray())
            user!["user"]!["as"] = "nobody-special";
        var path = Path.Combine(Path.GetTempPath(), name);
        await File.WriteAllTextAsync(path, document.ToJsonString());
        try
        {
            var other = await factory.GetAsync(ClusterConnection.FromKubeconfig(path, null), default);
            var exception = await Assert.ThrowsAsync<KubernetesException>(() => other.GetAsync(ConfigMap("m"), default));
            Assert.Equal(KubernetesFailure.Forbidden, exception.Failure);
            Assert.Contains("nobody-special", exception.Cause);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string ToJson(string yaml) => Kubernetes.Kubeconfig.KubeconfigYaml.Read(yaml, "kubeconfig").ToJsonString();
}

/// <summary>The suite on the sandbox's API server.</summary>
public sealed class SandboxSuite(SandboxCluster cluster) : ClientSuite, IClassFixture<SandboxCluster>
{
    protected override string Kubeconfig => cluster.Kubeconfig;
}

/// <summary>The suite on the cluster that OPTA_TEST_KUBECONFIG names.</summary>
public sealed class RealClusterSuite
{
    [SkippableFact]
    public async Task RealCluster_WholeSuite_GivesTheSameResults()
    {
        var path = Environment.GetEnvironmentVariable("OPTA_TEST_KUBECONFIG") ?? "";
        if (!File.Exists(path))
            Testing.RequiredProgram.Missing("cluster", "OPTA_TEST_KUBECONFIG names no kubeconfig");
        var failures = new List<string>();
        foreach (var method in typeof(ClientSuite).GetMethods().Where(method => method.GetCustomAttributes(typeof(FactAttribute), false).Length > 0))
        {
            var cases = method.GetParameters().Length == 0 ? [[]]
                : method.GetCustomAttributes(typeof(InlineDataAttribute), false) is { Length: > 0 } inline ? [.. inline.Cast<InlineDataAttribute>().SelectMany(data => data.GetData(method))]
                : ClientSuite.Kinds.ToList();
            foreach (var arguments in cases)
            {
                var suite = new Runner(path);
                await suite.InitializeAsync();
                try
                {
                    await (Task)method.Invoke(suite, arguments)!;
                }
                catch (Exception exception)
                {
                    failures.Add($"{method.Name}({string.Join(", ", arguments)}): {exception.Message}");
                }
                finally
                {
                    await suite.DisposeAsync();
                }
            }
        }

        Assert.Empty(failures);
    }

    private sealed class Runner(string path) : ClientSuite
    {
        protected override string Kubeconfig => path;
    }
}
