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

// Writes: server-side apply and its conflicts, patches, dry runs, field validation, errors.
public abstract partial class ClientSuite
{
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
}
