using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

public sealed class GraphTests
{
    private static IReadOnlyList<Diagnostic> Validate(ResourceGraph graph) => new Lab().Engine().Validate(graph);

    [Fact]
    public void ACycle_IsNamed()
    {
        var finding = Assert.Single(Validate(Lab.Graph(
            Lab.Node("a", "thing", null, "c"),
            Lab.Node("b", desired: new JsonObject { ["X"] = Expression.Concat("-", Expression.Reference("a", "Id")) }),
            Lab.Node("c", "thing", null, "b"),
            Lab.Node("d", "thing", null, "a"))));
        Assert.Equal("OPTA2002", finding.Code);
        Assert.Contains("a -> c -> b -> a", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFindingsComeTogether()
    {
        var findings = Validate(Lab.Graph(
            Lab.Node("base/vpc"),
            Lab.Node("base/vpc"),
            Lab.Node("x", desired: new JsonObject { ["R"] = Expression.Reference("base/vcp", "Id") }),
            Lab.Node("y") with { Type = new ResourceType("tets", "thing") },
            Lab.Node("z", desired: new JsonObject { ["Invalid"] = true })) with
        {
            Outputs = new Dictionary<string, JsonNode?> { ["o"] = Expression.Reference("nowhere", "Id") },
        });
        Assert.Equal(["OPTA2001", "OPTA2001", "OPTA2003", "OPTA2004", "OPTA2998"], findings.Select(finding => finding.Code).Order());
        Assert.Equal("base/vpc", findings.First(finding => finding.Resource == "x").Nearest);
        Assert.Equal("test", findings.First(finding => finding.Code == "OPTA2004").Nearest);
        Assert.Equal("z", findings.First(finding => finding.Code == "OPTA2998").Resource);
    }

    [Fact]
    public void ALookup_CannotReferToAResource()
    {
        var graph = Lab.Graph(Lab.Node("a")) with { Lookups = [new LookupNode("l", new ResourceType("test", "q"), new JsonObject { ["R"] = Expression.Reference("a", "Id") })] };
        Assert.Equal("OPTA2009", Assert.Single(Validate(graph)).Code);
    }
}
