using System.Text.Json.Nodes;

namespace OptaPS.Cli.Tests;

/// <summary><c>opta schema</c>.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly OptaProgram opta = new();

    public void Dispose() => opta.Dispose();

    [Fact]
    public async Task Schema_IsOneJsonDocument_AndACloudNarrowsIt()
    {
        var all = await TypesAsync("schema");
        Assert.Superset(new HashSet<string>(["aws-base", "gcp-base", "azure-base", "local-base"], StringComparer.Ordinal), all);
        foreach (var (cloud, own) in new[] { ("aws", "aws-sqs"), ("gcp", "gcp-gcs"), ("azure", "azure-aks"), ("local", "local-base"), ("cluster", "helm-chart") })
        {
            var types = await TypesAsync("schema", "--cloud", cloud);
            Assert.Contains(own, types);
            Assert.ProperSubset(all, types);
            Assert.DoesNotContain(types, type => type.StartsWith("aws-", StringComparison.Ordinal) && cloud is "gcp" or "azure");
        }
    }

    [Fact]
    public async Task UnknownCloud_IsBadInput_WithTheAllowedNames()
    {
        var result = await opta.RunAsync("schema", "--cloud", "oracle");
        Assert.True(result.Exit == 2 && result.Output.Length == 0, result.ToString());
        Assert.Contains("allowed: aws, gcp, azure, local, cluster", result.Error, StringComparison.Ordinal);
    }

    private async Task<HashSet<string>> TypesAsync(params string[] arguments)
    {
        var result = await opta.RunAsync(arguments);
        Assert.True(result.Exit == 0 && result.Error.Length == 0, result.ToString());
        var schema = JsonNode.Parse(result.Output)!;
        Assert.Equal("http://json-schema.org/draft-07/schema#", (string?)schema["$schema"]);
        return [.. schema["definitions"]!.AsObject().Select(definition => definition.Key)];
    }
}
