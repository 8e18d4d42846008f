using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning.Policies;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

public sealed class PolicyTests
{
    private static readonly ResourceGraph Graph = Lab.Graph(
        Lab.Node("m/open", desired: new JsonObject { ["Public"] = true, ["Size"] = 20, ["Ports"] = new JsonArray(22, 443), ["Secret"] = "correct horse battery" }),
        Lab.Node("m/closed", desired: new JsonObject { ["Size"] = 1 }),
        Lab.Node("m/late", desired: new JsonObject { ["Public"] = Expression.Reference("m/open", "Id") }));

    [Theory]
    [InlineData("/Public", PolicyOperator.Equals, "true", "m/open")]
    [InlineData("/Public", PolicyOperator.NotEquals, "false", "m/open,m/closed")]
    [InlineData("/Public", PolicyOperator.Absent, null, "m/closed")]
    [InlineData("/Size", PolicyOperator.Exists, null, "m/open,m/closed")]
    [InlineData("/Size", PolicyOperator.GreaterThan, "10", "m/open")]
    [InlineData("/Size", PolicyOperator.LessThan, "10", "m/closed")]
    [InlineData("/Size", PolicyOperator.In, "[1, 2]", "m/closed")]
    [InlineData("/Size", PolicyOperator.NotIn, "[1, 2]", "m/open,m/late")]
    [InlineData("/Ports", PolicyOperator.Contains, "22", "m/open")]
    [InlineData("/Ports/*", PolicyOperator.Equals, "443", "m/open")]
    [InlineData("/Secret", PolicyOperator.Matches, "\"^corr.*y$\"", "m/open")]
    [InlineData("/Secret", PolicyOperator.NotMatches, "\"^corr\"", "m/closed,m/late")]
    public async Task ARule_IsBrokenByWhatItsConditionHoldsOf(string path, PolicyOperator comparison, string? operand, string broken)
    {
        var plan = await new Lab().PlanAsync(Graph);
        var rule = new PolicyRule("r", "test:th*", new PolicyCondition(comparison, operand is null ? null : JsonNode.Parse(operand)), "no") { Path = path };
        var denied = PolicyCheck.Run(plan, [rule]).Where(finding => finding.Severity == Severity.Error).ToList();
        Assert.Equal(broken.Split(','), denied.Select(finding => finding.Resource));
        Assert.All(denied, finding => Assert.Equal("OPTA2420", finding.Code));
        Assert.DoesNotContain(denied, finding => finding.ToString().Contains("horse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AValueThatIsKnownLater_IsAWarning_AndWhatIsUnchangedIsNotLookedAt()
    {
        var lab = new Lab();
        var rule = new PolicyRule("r", "*", new PolicyCondition(PolicyOperator.Equals, true), "no public things") { Path = "/Public", Severity = PolicySeverity.Warn };
        var findings = PolicyCheck.Run(await lab.PlanAsync(Graph), [rule]);
        Assert.Equal([("OPTA2421", "m/open"), ("OPTA2422", "m/late")], findings.Select(finding => (finding.Code, finding.Resource!)));
        await lab.ApplyAsync(Graph);
        Assert.Empty(PolicyCheck.Run(await lab.PlanAsync(Graph), [rule]));
    }

    [Fact]
    public async Task ARuleWithoutCondition_IsAboutTheAction()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Graph);
        var rule = new PolicyRule("keep", "test:*", null, "nothing is deleted here") { Actions = [PlannedAction.Delete] };
        var finding = Assert.Single(PolicyCheck.Run(await lab.PlanAsync(Lab.Graph(Graph.Resources[0], Graph.Resources[2])), [rule]));
        Assert.Equal(("m/closed", "OPTA2420"), (finding.Resource, finding.Code));
        Assert.Contains("nothing is deleted here", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ObjectsInsideAResource_AreLookedAtUnderTheirOwnType()
    {
        var lab = new Lab();
        lab.World.Children = request => request.Address != "m/open" ? [] :
        [
            Child("Deployment shop/web", PlannedAction.Create, "evil.example/web:1"),
            Child("Deployment shop/job", PlannedAction.Update, $"ghcr.io/acme/job:{ChildChange.Unknown}"),
            Child("Deployment shop/old", PlannedAction.Delete, "evil.example/old:1"),
            new ChildChange("Service shop/web", PlannedAction.Create, []) { Type = "kubernetes:v1/Service", Document = new JsonObject { ["image"] = "evil.example/no" } },
        ];
        var plan = await lab.PlanAsync(Graph);
        var rule = new PolicyRule("registry", "kubernetes:apps/v1/Deployment", new PolicyCondition(PolicyOperator.NotMatches, "^ghcr"), "ours only") { Path = "/containers/*/image" };
        var findings = PolicyCheck.Run(plan, [rule]);
        Assert.Equal([("OPTA2420", "m/open"), ("OPTA2422", "m/open")], findings.Select(finding => (finding.Code, finding.Resource!)));
        Assert.Contains("'m/open: Deployment shop/web' (create)", findings[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", findings[0].ToString(), StringComparison.Ordinal);

        var keep = rule with { Type = "kubernetes:*", Condition = null, Actions = [PlannedAction.Delete] };
        Assert.Contains("Deployment shop/old", Assert.Single(PolicyCheck.Run(plan, [keep])).Message, StringComparison.Ordinal);

        static ChildChange Child(string name, PlannedAction action, string image) => new(name, action, [])
        {
            Type = "kubernetes:apps/v1/Deployment",
            Document = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["image"] = image }) },
        };
    }
}
