using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>Drift is found field by field without the file, and repaired without taking anything else from the file.</summary>
public sealed class DriftTests
{
    [Fact]
    public async Task AFieldThatSomebodyChanged_IsNamedWithBothValues_AndRepaired()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Size"] = 1, ["Name"] = "a" }), Lab.Node("b", desired: new JsonObject { ["Ref"] = Expression.Reference("a", "Id") }));
        await lab.ApplyAsync(graph);
        Change(lab, "a", "Size", 7);
        lab.World.Calls.Clear();

        var plan = (await lab.Engine().PlanRepairAsync(Lab.Layer))!;
        var drifted = Assert.Single(plan.Changes);
        var field = Assert.Single(drifted.Properties);
        Assert.Equal(("a", PlannedAction.Update, "/Size", "7", "1"), (drifted.Address, drifted.Action, field.Path, field.Before!.ToJsonString(), field.After!.ToJsonString()));
        Assert.True(field.Drift);
        Assert.Empty(lab.World.Mutations);

        Assert.Equal(ApplyStatus.Done, (await lab.Engine().ApplyAsync(plan)).Status);
        Assert.Equal(["update a"], lab.World.Mutations);
        Assert.False((await lab.Engine().PlanRepairAsync(Lab.Layer))!.HasChanges);
        Assert.False((await lab.PlanAsync(graph)).HasChanges);
    }

    [Fact]
    public async Task SomethingThatIsGone_IsMadeAgain_AndWhatRefersToItGetsItsNewIdentifier()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("net"), Lab.Node("app", desired: new JsonObject { ["Net"] = Expression.Reference("net", "$id") })) with
        {
            Outputs = new Dictionary<string, JsonNode?> { ["o"] = "kept" },
        };
        await lab.ApplyAsync(graph);
        lab.World.Items.TryRemove(lab.World.Items.Values.Single(item => item.Address == "net").Id, out _);

        var plan = (await lab.Engine().PlanRepairAsync(Lab.Layer))!;
        Assert.Equal(PlannedAction.Create, plan.Resources.Single(resource => resource.Address == "net").Action);
        await lab.Engine().ApplyAsync(plan);
        var net = lab.World.Items.Values.Single(item => item.Address == "net");
        Assert.Equal(net.Id, lab.World.Items.Values.Single(item => item.Address == "app").Properties["Net"]!.GetValue<string>());
        Assert.Equal("kept", (await lab.StateAsync()).Outputs["o"]!.GetValue<string>());
        Assert.Equal(graph.Resources[1].Desired.ToJsonString(), (await lab.StateAsync()).Resources["app"].Desired.ToJsonString());
        Assert.False((await lab.PlanAsync(graph)).HasChanges);
    }

    [Fact]
    public async Task AnswersOfLookups_AreTakenAsTheyWere_AndAreNotAskedAgain()
    {
        var lab = new Lab();
        lab.World.Answer = _ => new JsonObject { ["Zone"] = "z1" };
        var graph = Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Zone"] = Expression.Reference("zones", "Zone"), ["List"] = new JsonArray("x", Expression.Concat("in-", Expression.Reference("zones", "Zone"))) })) with
        {
            Lookups = [new LookupNode("zones", new ResourceType("test", "zones"), [])],
        };
        await lab.ApplyAsync(graph);
        lab.World.Calls.Clear();
        lab.World.Answer = _ => new JsonObject { ["Zone"] = "z2" };
        Assert.False((await lab.Engine().PlanRepairAsync(Lab.Layer))!.HasChanges);
        Assert.DoesNotContain(lab.World.Calls, call => call.Verb == "lookup");
        Change(lab, "a", "Zone", "elsewhere");
        await lab.Engine().ApplyAsync((await lab.Engine().PlanRepairAsync(Lab.Layer))!);
        Assert.Equal("z1", lab.World.Items.Values.Single().Properties["Zone"]!.GetValue<string>());
    }

    [Fact]
    public async Task ChangesOfTheFile_AreNoDrift_AndARepairDoesNotTakeThem()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Size"] = 1 })));
        var newer = Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Size"] = 2 }), Lab.Node("b"));
        Assert.Equal(2, (await lab.PlanAsync(newer)).Changes.Count());
        Assert.False((await lab.Engine().PlanRepairAsync(Lab.Layer))!.HasChanges);
        Assert.Null(await lab.Engine().PlanRepairAsync("nothing"));
    }

    [Fact]
    public async Task SecretsThatDrifted_AreMasked()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Password"] = "correct horse battery" })));
        Change(lab, "a", "Password", "something else entirely");
        var field = Assert.Single(Assert.Single((await lab.Engine().PlanRepairAsync(Lab.Layer))!.Changes).Properties);
        Assert.DoesNotContain("horse", field.After!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("entirely", field.Before!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GeneratedSecretsThatOthersUse_DoNotDrift()
    {
        var lab = new Lab();
        var tls = new ResourceType("tls", "ca");
        var graph = Lab.Graph(
            new ResourceNode("m/ca", tls, new JsonObject { ["commonName"] = "x", ["dnsNames"] = new JsonArray(), ["validityHours"] = 1000, ["isCa"] = true }),
            new ResourceNode("m/cert", new ResourceType("tls", "certificate"), new JsonObject { ["commonName"] = "y", ["dnsNames"] = new JsonArray("y"), ["validityHours"] = 500, ["isCa"] = false, ["caCertPem"] = Expression.Reference("m/ca", "certPem"), ["caKeyPem"] = Expression.Reference("m/ca", "keyPem") }) { SensitivePaths = ["/caKeyPem"] },
            Lab.Node("m/secret", desired: new JsonObject { ["data"] = new JsonObject { ["tls.key"] = Expression.Base64(Expression.Reference("m/cert", "keyPem")) } }) with { SensitivePaths = ["/data/tls.key", "/data"] });
        await lab.ApplyAsync(graph);
        var plan = (await lab.Engine().PlanRepairAsync(Lab.Layer))!;
        Assert.Empty(plan.Changes.Select(change => $"{change.Action} {change.Address} {string.Join(';', change.Reasons)}"));
    }

    private static void Change(Lab lab, string address, string property, JsonNode value)
    {
        var item = lab.World.Items.Values.Single(item => item.Address == address);
        var properties = (JsonObject)item.Properties.DeepClone();
        properties[property] = value;
        lab.World.Items[item.Id] = item with { Properties = properties };
    }
}
