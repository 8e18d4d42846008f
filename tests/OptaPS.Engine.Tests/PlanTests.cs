using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

public sealed class PlanTests
{
    [Fact]
    public async Task Targets_TakeWhatTheyNeed_AndLeaveTheRest()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("m/a"), Lab.Node("m/b", "thing", null, "m/a"), Lab.Node("n/c", "thing", null, "m/b"), Lab.Node("n/d"));
        var result = await lab.ApplyAsync(graph, new PlanOptions { Targets = ["m/b"] });
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Equal(["m/a", "m/b"], lab.World.Created);
        await lab.ApplyAsync(graph, new PlanOptions { Targets = ["n/*"] });
        Assert.Equal(4, lab.World.Items.Count);
    }

    [Fact]
    public async Task WhatATargetLeavesOut_IsNeitherReadNorRun_EvenWhenItsValuesAreUnknown()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("a"), Lab.Node("b", desired: new JsonObject { ["Ref"] = Expression.Reference("c", "Id") }), Lab.Node("c"));
        var plan = await lab.PlanAsync(graph, new PlanOptions { Targets = ["a"] });
        Assert.Equal((1, 0, 2), (plan.Summary.Create, plan.Summary.Unchanged, plan.Summary.LeftOut));
        Assert.Equal(ApplyStatus.Done, (await lab.Engine().ApplyAsync(plan)).Status);
        Assert.Equal(["a"], lab.World.Created);
        lab.World.Calls.Clear();
        await lab.ApplyAsync(graph, new PlanOptions { Excludes = ["c"] });
        Assert.DoesNotContain(lab.World.Calls, call => call.Address is "b" or "c");
    }

    [Fact]
    public async Task Excludes_TakeAwayWhatNeedsThem()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b", "thing", null, "a"), Lab.Node("c")), new PlanOptions { Excludes = ["a"] });
        Assert.Equal(["c"], lab.World.Created);
    }

    [Fact]
    public async Task AnUnknownTarget_IsRefused_WithTheNearestName()
    {
        var error = await Assert.ThrowsAsync<OptaException>(() => new Lab().PlanAsync(Lab.Graph(Lab.Node("base/vpc")), new PlanOptions { Targets = ["base/vpx"] }));
        Assert.Equal(("OPTA2008", "base/vpc"), (error.Diagnostics[0].Code, error.Diagnostics[0].Nearest));
    }

    [Fact]
    public async Task DataStores_AreNotReplacedOrDeletedWithoutLeave()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("db", "data", new JsonObject { ["Name"] = "one" })));
        var renamed = Lab.Graph(Lab.Node("db", "data", new JsonObject { ["Name"] = "two" }));
        var plan = await lab.PlanAsync(renamed);
        Assert.Equal(RiskClass.DataLoss, plan.Resources[0].Risk);
        Assert.Equal("OPTA2401", Assert.Single(plan.Refusals).Code);
        Assert.StartsWith("replace db", plan.Summary.Lines[0], StringComparison.Ordinal);
        await Assert.ThrowsAsync<OptaException>(() => lab.Engine().ApplyAsync(plan));
        Assert.Equal("OPTA2401", Assert.Single((await lab.PlanAsync(Lab.Graph())).Refusals).Code);
        Assert.Single(lab.World.Mutations);

        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(renamed, new PlanOptions { AllowDataLoss = true })).Status);
        Assert.Equal("two", lab.World.Items.Values.Single().Properties["Name"]!.GetValue<string>());
        Assert.Equal(ApplyStatus.Done, (await lab.DestroyAsync()).Status);
    }

    [Fact]
    public async Task AProtectedResource_IsSkippedAndListed_WithWhatItNeeds_AndTheRestGoesOn()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("net"), Lab.Node("db", "thing", null, "net"), Lab.Node("app", "thing", null, "db"), Lab.Node("other")));
        var error = await Assert.ThrowsAsync<OptaException>(() => lab.Engine().ProtectAsync(Lab.Layer, ["net", "bd"], true));
        Assert.Equal(("OPTA2008", "db"), (error.Diagnostics[0].Code, error.Diagnostics[0].Nearest));
        Assert.DoesNotContain((await lab.StateAsync()).Resources.Values, record => record.Protected);
        await lab.Engine().ProtectAsync(Lab.Layer, ["db"], true);
        var result = await lab.DestroyAsync();
        Assert.Equal(["db", "net"], lab.World.Items.Values.Select(item => item.Address).Order());
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Equal(["db", "net"], (await lab.StateAsync()).Resources.Keys.Order());
        Assert.Equal(2, (await lab.Engine().PlanDestroyAsync(Lab.Layer)).Warnings.Count(warning => warning.Code == "OPTA2402"));

        await lab.Engine().ProtectAsync(Lab.Layer, ["db"], false);
        await lab.DestroyAsync();
        Assert.Empty(lab.World.Items);
    }

    [Fact]
    public async Task RefreshOnly_TakesTheLiveStateIntoTheRecord_AndChangesNothing()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Size"] = 1 }), Lab.Node("b"));
        await lab.ApplyAsync(graph);
        var a = lab.World.Items.Values.Single(item => item.Address == "a");
        lab.World.Items[a.Id] = a with { Properties = new JsonObject { ["Size"] = 2 } };
        lab.World.Items.TryRemove(lab.World.Items.Values.Single(item => item.Address == "b").Id, out _);
        lab.World.Calls.Clear();
        var result = await lab.ApplyAsync(graph, new PlanOptions { RefreshOnly = true });
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Empty(lab.World.Mutations);
        var state = await lab.StateAsync();
        Assert.Equal(2, state.Resources["a"].Outputs!["Size"]!.GetValue<int>());
        Assert.DoesNotContain("b", state.Resources.Keys);
    }

    [Fact]
    public async Task ARename_MovesTheRecord_AndTouchesNothing()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("old", desired: new JsonObject { ["Size"] = 1 }), Lab.Node("b", "thing", null, "old")));
        lab.World.Calls.Clear();
        var graph = Lab.Graph(Lab.Node("new", desired: new JsonObject { ["Size"] = 1 }) with { FormerAddresses = ["old"] }, Lab.Node("b", "thing", null, "new"));
        var plan = await lab.PlanAsync(graph);
        Assert.Equal("it was called old", plan.Resources.Single(resource => resource.Address == "new").Reasons[0]);
        await lab.ApplyAsync(graph);
        Assert.Empty(lab.World.Mutations);
        Assert.Equal(["b", "new"], (await lab.StateAsync()).Resources.Keys.Order());
        Assert.False((await lab.PlanAsync(graph)).HasChanges);
    }

    [Fact]
    public async Task Lookups_AreAskedAtPlanTime_AndTheFirstAnswerIsKeptWhenAskedFor()
    {
        var lab = new Lab();
        var answer = "one";
        lab.World.Answer = _ => new JsonObject { ["Zones"] = new JsonArray(answer) };
        var graph = Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Kept"] = Expression.Reference("zones", "Zones/0"), ["Asked"] = Expression.Reference("fresh", "Zones/0") })) with
        {
            Lookups = [new LookupNode("zones", new ResourceType("test", "zones"), []) { KeepFirstAnswer = true }, new LookupNode("fresh", new ResourceType("test", "zones"), [])],
        };
        await lab.ApplyAsync(graph);
        answer = "two";
        await lab.ApplyAsync(graph);
        var properties = lab.World.Items.Values.Single().Properties;
        Assert.Equal(("one", "two"), (properties["Kept"]!.GetValue<string>(), properties["Asked"]!.GetValue<string>()));
        Assert.True((await lab.PlanAsync(graph)).Lookups.Single(lookup => lookup.Address == "zones").Kept);
    }

    [Fact]
    public async Task ASecret_IsMaskedWhereItStandsInOthers_AlsoInThoseThatArePlannedBeforeItsOwner()
    {
        var lab = new Lab();
        var plan = await lab.PlanAsync(Lab.Graph(
            Lab.Node("a", desired: new JsonObject { ["Name"] = "user:correct horse battery@host" }),
            Lab.Node("b", "thing", new JsonObject { ["Password"] = "correct horse battery" }, "a")));
        var shown = plan.Resources.SelectMany(resource => resource.Properties).Select(change => $"{change.Path}={change.After}").ToList();
        Assert.Contains(shown, line => line.StartsWith("/Name=user:", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, line => line.Contains("correct horse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASecretThatIsNotKnownYet_MasksNothingInOthers_ButItsKnownParts()
    {
        var lab = new Lab();
        var reference = Expression.Reference("certificate", "PrivateKey");
        var plan = await lab.PlanAsync(Lab.Graph(
            Lab.Node("certificate"),
            Lab.Node("b", "thing", new JsonObject { ["Password"] = Expression.Concat("correct horse battery", reference) }),
            Lab.Node("c", "thing", new JsonObject { ["Name"] = "certificate of correct horse battery", ["Ref"] = reference }, "b")));
        var shown = plan.Resources.Single(resource => resource.Address == "c").Properties.ToDictionary(change => change.Path, change => change.After, StringComparer.Ordinal);
        Assert.Equal("certificate of (sensitive)", shown["/Name"]!.GetValue<string>());
        Assert.True(JsonEquality.Equal(shown["/Ref"], reference.ToJson()), shown["/Ref"]!.ToJsonString());
    }

    [Fact]
    public async Task ASavedPlan_IsAppliedExactly_OrRefused()
    {
        var lab = new Lab();
        var graph = Lab.Graph(
            Lab.Node("a", desired: new JsonObject { ["Password"] = "correct horse battery" }),
            Lab.Node("b", desired: new JsonObject { ["Ref"] = Expression.Concat("x-", Expression.Reference("a", "Id")) })) with
        {
            SensitiveOutputs = new HashSet<string> { "o" },
            Outputs = new Dictionary<string, JsonNode?> { ["o"] = "v" },
        };
        using var file = new MemoryStream();
        await lab.Engine().SavePlanAsync(await lab.PlanAsync(graph), file);
        Assert.DoesNotContain("correct horse", System.Text.Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);

        file.Position = 0;
        var loaded = (await lab.Engine().LoadPlanAsync(file)).Plan;
        Assert.Equal(ApplyStatus.Done, (await lab.Engine().ApplyAsync(loaded)).Status);
        Assert.Equal("correct horse battery", lab.World.Items.Values.Single(item => item.Address == "a").Properties["Password"]!.GetValue<string>());

        file.Position = 0;
        Assert.Equal("OPTA2404", (await Assert.ThrowsAsync<OptaException>(() => lab.Engine().LoadPlanAsync(file))).Diagnostics[0].Code);
        using var other = new MemoryStream("{}"u8.ToArray());
        Assert.Equal("OPTA2407", (await Assert.ThrowsAsync<OptaException>(() => lab.Engine().LoadPlanAsync(other))).Diagnostics[0].Code);
    }

    [Fact]
    public async Task ASavedPlan_IsRefused_WhenALiveResourceMoved_ThoughTheStateDidNot()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b")));
        using var file = new MemoryStream();
        await lab.Engine().SavePlanAsync(await lab.PlanAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Name"] = "new" }), Lab.Node("b"))), file);
        var other = lab.World.Items.Values.Single(item => item.Address == "b");
        lab.World.Items.TryRemove(other.Id, out _);

        file.Position = 0;
        var refused = (await Assert.ThrowsAsync<OptaException>(() => lab.Engine().LoadPlanAsync(file))).Diagnostics[0];
        Assert.Equal("OPTA2404", refused.Code);
        Assert.Contains("live resources", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("update a", lab.World.Mutations);
    }

    [Fact]
    public async Task APlan_IsRefusedWhenTheStateMoved()
    {
        var lab = new Lab();
        var plan = await lab.PlanAsync(Lab.Graph(Lab.Node("a")));
        await lab.ApplyAsync(Lab.Graph(Lab.Node("b")));
        Assert.Equal("OPTA2403", (await Assert.ThrowsAsync<OptaException>(() => lab.Engine().ApplyAsync(plan))).Diagnostics[0].Code);
    }

    [Fact]
    public async Task OverlayEntries_AreKept_AndDoNotMakeAPlanStale()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        var plan = await lab.PlanAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b")));
        var entry = new OverlayEntry("image:app", new JsonObject { ["tag"] = "1.4.2", ["pull"] = "topsecret-token" }, "Deploy-OptaService", "ann", lab.Time.GetUtcNow()) { SensitivePaths = ["/pull"] };
        await lab.Engine().WriteOverlayAsync(Lab.Layer, entry);
        await lab.Engine().ApplyAsync(plan, new ApplyOptions { OverlayWrites = [entry with { Key = "addon:linkerd" }] });
        var overlay = await lab.Engine().ReadOverlayAsync(Lab.Layer);
        Assert.Equal(["addon:linkerd", "image:app"], overlay.Keys.Order());
        Assert.Equal("topsecret-token", overlay["image:app"].Value!["pull"]!.GetValue<string>());
        Assert.Equal("overlay Deploy-OptaService 2026-11-21 by ann", overlay["image:app"].Source);
        Assert.True(await lab.Engine().RemoveOverlayAsync(Lab.Layer, "image:app"));
        Assert.False(await lab.Engine().RemoveOverlayAsync(Lab.Layer, "image:app"));
        Assert.DoesNotContain(lab.Files.All().Values, content => System.Text.Encoding.UTF8.GetString(content).Contains("topsecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Defaults_OfTheFirstApply_StayUntilTheyAreAdopted()
    {
        var lab = new Lab();
        ApplyOptions With(string value, params string[] replace) => new() { Defaults = new Dictionary<string, JsonObject> { ["base"] = new() { ["size"] = value } }, ReplaceDefaults = replace };
        await lab.ApplyAsync(Lab.Graph(), apply: With("small"));
        await lab.ApplyAsync(Lab.Graph(), apply: With("large"));
        Assert.Equal("small", (await lab.StateAsync()).Defaults["base"]["size"]!.GetValue<string>());
        await lab.ApplyAsync(Lab.Graph(), apply: With("large", "base"));
        Assert.Equal("large", (await lab.StateAsync()).Defaults["base"]["size"]!.GetValue<string>());
    }

    [Fact]
    public async Task TheSummary_HasAtMostTwentyLines()
    {
        var plan = await new Lab().PlanAsync(Lab.Graph([.. Enumerable.Range(0, 50).Select(i => Lab.Node($"m/{i}"))]));
        Assert.Equal(20, plan.Summary.Lines.Count);
        Assert.Equal("... and 31 more", plan.Summary.Lines[^1]);
        Assert.Equal("50 to create, 0 to update, 0 to replace, 0 to delete, 0 to adopt, 0 to forget, 0 unchanged", plan.Summary.ToString());
    }

    [Fact]
    public async Task SourcesOfValues_AreOnTheChanges()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Image"] = "1" })));
        var node = Lab.Node("a", desired: new JsonObject { ["Image"] = "2" }) with { ValueSources = new Dictionary<string, string> { ["/Image"] = "hello.yaml:9:12" } };
        Assert.Equal("hello.yaml:9:12", (await lab.PlanAsync(Lab.Graph(node))).Resources[0].Properties[0].Source);
    }

    [Fact]
    public async Task ReadFailure_IsOneErrorThatNamesTheResource()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        lab.World.Before = (call, _) => call.Verb == "read" ? throw TestWorld.Failure(RetryAdvice.No) : Task.CompletedTask;
        Assert.Equal("a", (await Assert.ThrowsAsync<OptaException>(() => lab.PlanAsync(Lab.Graph(Lab.Node("a"))))).Diagnostics[0].Resource);
    }
}
