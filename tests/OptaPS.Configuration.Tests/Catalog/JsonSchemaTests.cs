using System.Text.Json.Nodes;
using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Documentation;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Tests.Catalog;

/// <summary>The JSON Schema accepts what the loader accepts and refuses typical mistakes.</summary>
public sealed class JsonSchemaTests
{
    private static readonly string Tests = SourceTree.TestProject;

    [Fact]
    public void Schema_AcceptsEveryValidExample()
    {
        var schema = new MiniSchema(Parse(JsonSchemaWriter.Write(ModuleSchemaCatalog.Default)));
        var files = File.ReadLines(Path.Combine(Tests, "Examples", "Files", "expected.txt")).Where(line => line.EndsWith(" valid", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).ToList();
        Assert.True(files.Count > 100);
        Assert.All(files, file => Assert.True(schema.Accepts(ToJson(Path.Combine(Tests, "Examples", "Files", file))), file));
    }

    [Theory]
    [InlineData("top-unknown-key")]
    [InlineData("top-no-modules")]
    [InlineData("top-name-a-number")]
    [InlineData("top-name-upper-case")]
    [InlineData("providers-two-clouds")]
    [InlineData("providers-gcp")]
    [InlineData("providers-no-account")]
    [InlineData("environments-empty")]
    [InlineData("environments-no-path")]
    [InlineData("module-no-type")]
    [InlineData("module-type-misspelt")]
    [InlineData("module-name-dash")]
    [InlineData("input-misspelt")]
    [InlineData("input-missing")]
    [InlineData("input-number-as-text")]
    [InlineData("input-text-as-number")]
    [InlineData("input-not-in-enum")]
    [InlineData("input-out-of-range")]
    [InlineData("input-micro-nodes")]
    [InlineData("env-vars-number")]
    [InlineData("port-two-keys")]
    public void Schema_RefusesTheMistake(string name)
    {
        // A short type could mean another cloud's module, so the schema of the cloud is the strict one.
        var schema = new MiniSchema(JsonSchemaWriter.Build(ModuleSchemaCatalog.Default, name == "providers-gcp" ? null : CloudKind.Aws));
        Assert.False(schema.Accepts(ToJson(Path.Combine(Tests, "Golden", "Cases", name + ".yaml"))));
    }

    [Theory]
    [InlineData("min_containers: \"{vars.x}\"", true)]
    [InlineData("sticky_session: \"{vars.x}\"", true)]
    [InlineData("sticky_session: perhaps", false)]
    [InlineData("args: \"{parent.x}\"", true)]
    [InlineData("public_uri: [a.example.org, /b]", true)]
    public void References_AreAllowedInPlaceOfValues(string line, bool accepted)
    {
        var file = $"name: a\nenvironments: [{{name: b, path: c}}]\nmodules:\n- type: k8s-service\n  image: x\n  {line}\n";
        var node = YamlReader.Read(new SourceText("a", "a", file, string.Empty), new FindingBag())!;
        Assert.Equal(accepted, new MiniSchema(JsonSchemaWriter.Build(ModuleSchemaCatalog.Default, CloudKind.Aws)).Accepts(PlainValues.Of(node, null).ToJson()));
    }

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    private static JsonNode? ToJson(string file)
    {
        var node = YamlReader.Read(new SourceText(file, file, File.ReadAllText(file), string.Empty), new FindingBag())!;
        return JsonNode.Parse(PlainValues.Of(node, null).ToJson()!.ToJsonString());
    }
}
