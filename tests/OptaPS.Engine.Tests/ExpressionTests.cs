using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;

namespace OptaPS.Engine.Tests;

public sealed class ExpressionTests
{
    private static readonly NodeValue Vpc = new(new JsonObject { ["Id"] = "vpc-1", ["Zones"] = new JsonArray("a", "b"), ["Nested"] = new JsonObject { ["Key"] = "s3cret" }, ["Nothing"] = null, ["Port"] = 80 }, "vpc-id")
    {
        Sensitive = ["/Nested/Key"],
    };

    private static EvaluatedDocument Evaluate(JsonNode? document) =>
        ExpressionEvaluator.Evaluate(document, address => address == "vpc" ? Vpc : NodeValue.Unknown, "owner");

    private static string Text(JsonNode expression) => Evaluate(expression).Value!.ToJsonString();

    [Fact]
    public void Functions_GiveTheirValues()
    {
        Assert.Equal("\"vpc-1\"", Text(Expression.Reference("vpc", "Id")));
        Assert.Equal("\"vpc-id\"", Text(Expression.Reference("vpc", "$id")));
        Assert.Equal("\"b\"", Text(Expression.Reference("vpc", "Zones/1")));
        Assert.Equal("\"http://vpc-1:80/true\"", Text(Expression.Concat("http://", Expression.Reference("vpc", "Id"), ":", Expression.Reference("vpc", "Port"), "/", true)));
        Assert.Equal("\"a,b\"", Text(Expression.Join(",", Expression.Reference("vpc", "Zones"))));
        Assert.Equal("\"b\"", Text(Expression.Select(Expression.Reference("vpc", "Zones"), 1)));
        Assert.Equal("\"vpc-1\"", Text(Expression.Select(Expression.Reference("vpc", ""), "Id")));
        Assert.Equal("\"v.p.c-1\"", Text(Expression.Replace(Expression.Reference("vpc", "Id"), "vp", "v.p.")));
        Assert.Equal("\"aGk=\"", Text(Expression.Base64("hi")));
        Assert.Equal("\"hi\"", Text(Expression.Base64Decode(Expression.Base64("hi"))));
        Assert.Equal("{\"z\":[\"a\",\"b\"],\"q\":\"<&>\"}", Evaluate(Expression.JsonEncode(new JsonObject { ["z"] = Expression.Reference("vpc", "Zones"), ["q"] = "<&>" })).Value!.GetValue<string>());
        Assert.Null(Evaluate(Expression.Reference("vpc", "Nothing")).Value);
    }

    [Fact]
    public void Unknown_StaysAnExpression_AndItsPathIsNamed()
    {
        var document = new JsonObject { ["A"] = new JsonArray("x", Expression.Concat("-", Expression.Reference("other", "Id"))), ["B/C"] = Expression.Reference("vpc", "Id") };
        var result = Evaluate(document);
        Assert.Equal(["/A/1"], result.Unknown);
        Assert.True(ExpressionReader.IsExpression(result.Value!["A"]![1]));
        Assert.Equal("vpc-1", result.Value["B/C"]!.GetValue<string>());
        Assert.True(ExpressionReader.IsExpression(document["B/C"]));
    }

    [Fact]
    public void Secret_PropagatesToWhateverIsComputedFromIt()
    {
        var result = Evaluate(new JsonObject
        {
            ["Direct"] = Expression.Reference("vpc", "Nested/Key"),
            ["Inside"] = Expression.Reference("vpc", "Nested"),
            ["Url"] = Expression.Concat("https://user:", Expression.Reference("vpc", "Nested/Key"), "@host"),
            ["Json"] = Expression.JsonEncode(new JsonObject { ["deep"] = new JsonArray(Expression.Reference("vpc", "Nested")) }),
            ["Open"] = Expression.Reference("vpc", "Id"),
        });
        Assert.Equal(["/Direct", "/Inside/Key", "/Json", "/Url"], result.Sensitive.Order());
    }

    [Fact]
    public void Errors_NameOwnerAllowedAndNearest()
    {
        var missing = Assert.Throws<OptaException>(() => Evaluate(Expression.Reference("vpc", "Zonse"))).Diagnostics[0];
        Assert.Equal(("OPTA2006", "owner", "Zones"), (missing.Code, missing.Resource, missing.Nearest));
        var function = Assert.Throws<OptaException>(() => Evaluate(JsonNode.Parse("{\"$opta\":\"conct\",\"args\":[]}"))).Diagnostics[0];
        Assert.Equal(("OPTA2005", "concat"), (function.Code, function.Nearest));
        Assert.Equal("OPTA2005", Assert.Throws<OptaException>(() => Evaluate(JsonNode.Parse("{\"$opta\":\"ref\"}"))).Diagnostics[0].Code);
        Assert.Equal("OPTA2007", Assert.Throws<OptaException>(() => Evaluate(Expression.Select(Expression.Reference("vpc", "Zones"), 2))).Diagnostics[0].Code);
        Assert.Equal("OPTA2007", Assert.Throws<OptaException>(() => Evaluate(Expression.Concat(Expression.Reference("vpc", "Zones")))).Diagnostics[0].Code);
        Assert.Equal("OPTA2007", Assert.Throws<OptaException>(() => Evaluate(Expression.Base64Decode("%%"))).Diagnostics[0].Code);
    }
}
