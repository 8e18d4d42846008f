using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Tests;

public sealed class PropertyPlannerTests
{
    private static readonly ResourceTraits Traits = new()
    {
        CreateOnly = ["/Name", "/Vpc/Cidr", "/Rules/*/Id"],
        WriteOnly = ["/Secret", "/Auth/Token"],
        Sensitive = ["/Secret"],
        Sets = ["/Tags", "/Groups/*/Members"],
    };

    private static PlannedChange Plan(string desired, string? recorded, string? live) => PropertyPlanner.Plan(
        new PlanRequest("a", "t", new Ownership("o", "e", "l"), null, Read(desired)!, Read(recorded), live is null ? null : new ResourceSnapshot("id", Read(live)!)),
        Traits);

    private static JsonObject? Read(string? text) => text is null ? null : (JsonObject)JsonNode.Parse(text)!;

    [Theory]
    [InlineData("{}", null, "{\"Default\":1}", "")]
    [InlineData("{\"A\":1}", "{\"A\":1}", "{\"A\":1.0,\"Arn\":\"x\"}", "")]
    [InlineData("{\"A\":null}", null, "{}", "")]
    [InlineData("{\"A\":[],\"B\":{}}", null, "{}", "")]
    [InlineData("{\"A\":\"1\"}", null, "{\"A\":1}", "/A")]
    [InlineData("{\"A\":{\"B\":2}}", "{\"A\":{\"B\":1}}", "{\"A\":{\"B\":1,\"C\":9}}", "/A/B")]
    [InlineData("{}", "{\"A\":1}", "{\"A\":1}", "/A")]
    [InlineData("{}", "{\"A\":1}", "{}", "")]
    [InlineData("{\"L\":[1,2]}", null, "{\"L\":[2,1]}", "/L/0,/L/1")]
    [InlineData("{\"L\":[1,2]}", null, "{\"L\":[1]}", "/L")]
    [InlineData("{\"Tags\":[{\"K\":\"a\"},{\"K\":\"b\"}]}", null, "{\"Tags\":[{\"K\":\"b\",\"X\":1},{\"K\":\"a\"}]}", "")]
    [InlineData("{\"Tags\":[{\"K\":\"a\"}]}", null, "{\"Tags\":[{\"K\":\"a\"},{\"K\":\"b\"}]}", "/Tags")]
    [InlineData("{\"Tags\":[{},{\"K\":\"a\"}]}", null, "{\"Tags\":[{\"K\":\"a\"},{\"K\":\"b\"}]}", "")]
    [InlineData("{\"Groups\":[{\"Members\":[1,2]}]}", null, "{\"Groups\":[{\"Members\":[2,1]}]}", "")]
    [InlineData("{\"Secret\":\"s\"}", "{\"Secret\":\"s\"}", "{}", "")]
    [InlineData("{\"Secret\":\"t\"}", "{\"Secret\":\"s\"}", "{}", "/Secret")]
    [InlineData("{\"Auth\":{\"Token\":\"t\"}}", "{\"Auth\":{\"Token\":\"t\"}}", "{}", "")]
    [InlineData("{\"Auth\":{\"Token\":\"u\"}}", "{\"Auth\":{\"Token\":\"t\"}}", "{}", "/Auth/Token")]
    public void Compares_WhatTheConfigurationSets(string desired, string? recorded, string live, string paths) =>
        Assert.Equal(paths, string.Join(",", Plan(desired, recorded, live).Properties.Select(change => change.Path)));

    [Theory]
    [InlineData("{\"Name\":\"b\"}", "{\"Name\":\"a\"}", true)]
    [InlineData("{\"Vpc\":{\"Cidr\":\"1\"}}", "{}", true)]
    [InlineData("{\"Vpc\":{\"Other\":\"1\"}}", "{}", false)]
    [InlineData("{\"Rules\":[{\"Id\":2}]}", "{\"Rules\":[{\"Id\":1}]}", true)]
    [InlineData("{\"Other\":2}", "{\"Other\":1}", false)]
    public void CreateOnly_ForcesReplacement(string desired, string live, bool replace)
    {
        var plan = Plan(desired, null, live);
        Assert.Equal(replace ? PlannedAction.Replace : PlannedAction.Update, plan.Action);
        Assert.Equal(replace, plan.Properties.Any(change => change.ForcesReplace));
    }

    [Fact]
    public void Unknown_IsAChangeThatIsNotExact()
    {
        var desired = new JsonObject { ["Name"] = Expression.Reference("x", "Id"), ["Tags"] = new JsonArray(Expression.Reference("x", "Id")) };
        var plan = PropertyPlanner.Plan(new PlanRequest("a", "t", new Ownership("o", "e", "l"), null, desired, null, new ResourceSnapshot("id", Read("{\"Name\":\"n\",\"Tags\":[1]}")!)), Traits);
        Assert.Equal((PlannedAction.Replace, false), (plan.Action, plan.Exact));
        Assert.All(plan.Properties, change => Assert.True(change.Unknown));
    }

    [Fact]
    public void Drift_IsToldApartFromWhatIsWanted()
    {
        var plan = Plan("{\"A\":1,\"B\":2}", "{\"A\":1,\"B\":1}", "{\"A\":5,\"B\":1}");
        Assert.Equal([true, false], plan.Properties.Select(change => change.Drift));
        Assert.Equal(["changed outside OptaPS: /A", "to be changed: /B"], plan.Reasons);
    }

    [Fact]
    public void Secrets_AreMaskedAlsoInsideBiggerChanges()
    {
        var request = new PlanRequest("a", "t", new Ownership("o", "e", "l"), null, Read("{\"Env\":{\"P\":\"geheim\",\"Q\":1},\"Secret\":\"geheim\"}")!, null, null) { SensitivePaths = ["/Env/P"] };
        var text = System.Text.Json.JsonSerializer.Serialize(PropertyPlanner.Plan(request, Traits));
        Assert.DoesNotContain("geheim", text, StringComparison.Ordinal);
        Assert.Contains("\"Q\":1", text, StringComparison.Ordinal);
    }
}
