using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Values;

namespace OptaPS.Configuration.Tests.Catalog;

public sealed class CatalogTests
{
    private static readonly ModuleSchemaCatalog Catalog = ModuleSchemaCatalog.Default;

    [Fact]
    public void AllModuleTypes_AreThere() => Assert.Equal(52, Catalog.All.Count);

    [Theory]
    [InlineData("base", "aws-base", "gcp-base", "azure-base", "local-base", null)]
    [InlineData("k8s-cluster", "aws-eks", "gcp-gke", "azure-aks", null, null)]
    [InlineData("k8s-base", "aws-k8s-base", "gcp-k8s-base", "azure-k8s-base", null, null)]
    [InlineData("k8s-service", "aws-k8s-service", "gcp-k8s-service", "azure-k8s-service", "local-k8s-service", "local-k8s-service")]
    [InlineData("dns", "aws-dns", "gcp-dns", null, null, null)]
    [InlineData("postgres", "aws-postgres", "gcp-postgres", "azure-postgres", "local-postgres", null)]
    [InlineData("mysql", "aws-mysql", "gcp-mysql", null, "local-mysql", null)]
    [InlineData("redis", "aws-redis", "gcp-redis", "azure-redis", "local-redis", null)]
    [InlineData("mongodb", null, null, null, "local-mongodb", null)]
    public void ShortName_MeansTheTypeOfTheCloud(string name, string? aws, string? google, string? azure, string? local, string? cluster)
    {
        Assert.Equal(aws, Catalog.Resolve(name, CloudKind.Aws)?.Type);
        Assert.Equal(google, Catalog.Resolve(name, CloudKind.Google)?.Type);
        Assert.Equal(azure, Catalog.Resolve(name, CloudKind.Azure)?.Type);
        Assert.Equal(local, Catalog.Resolve(name, CloudKind.Local)?.Type);
        Assert.Equal(cluster, Catalog.Resolve(name, CloudKind.Cluster)?.Type);
    }

    [Fact]
    public void LocalTypes_WorkOnOwnClustersByFullName()
    {
        Assert.Equal("local-postgres", Catalog.Resolve("local-postgres", CloudKind.Cluster)?.Type);
        Assert.Equal("helm-chart", Catalog.Resolve("helm-chart", CloudKind.Cluster)?.Type);
        Assert.Null(Catalog.Resolve("datadog", CloudKind.Cluster));
    }

    [Fact]
    public void Names_OfLinksRulesAndNeeds_Exist()
    {
        foreach (var schema in Catalog.All)
        {
            Assert.All(schema.LinksTo, type => Assert.NotNull(Catalog.Find(type)?.Link));
            Assert.All(schema.Needs, type => Assert.NotNull(Catalog.Find(type)));
            Assert.All(schema.Rules.SelectMany(rule => rule.Inputs), input => Assert.NotNull(schema.FindInput(input)));
            Assert.All(schema.Link?.Injects ?? [], output => Assert.NotNull(schema.FindOutput(output)));
            Assert.All(schema.Inputs, input => Assert.NotEmpty(input.About));
            Assert.DoesNotContain(schema.FilledIn, name => schema.FindInput(name) is not null);
        }
    }

    [Fact]
    public async Task Defaults_PassTheirOwnChecks()
    {
        foreach (var schema in Catalog.All)
        {
            foreach (var input in schema.Inputs.Where(input => input.Default is not (null or ConfigNull)))
            {
                var single = new ModuleSchemaCatalog([schema with { Type = "probe", Aliases = [], Clouds = [CloudKind.Local], Rules = [], Needs = [], Names = [], Inputs = [input with { Deprecated = null, NoEffect = false }], Place = ModulePlace.Service }]);
                var text = $"name: a\norg_name: b\nproviders: {{local: {{}}}}\nmodules:\n- type: probe\n  {input.Name}: {input.Default!.ToJson()!.ToJsonString()}\n";
                var result = await ConfigurationLoader.LoadTextAsync("a.yaml", text, null, single, CancellationToken.None);
                Assert.Empty(result.Diagnostics.Select(diagnostic => $"{schema.Type} {input.Name} {diagnostic}"));
                Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(input.Default.ToJson(), result.Document!.Modules[0].Inputs[input.Name]!.ToJson()));
            }
        }
    }

    [Fact]
    public void Completion_GivesTypesInputsAndValues()
    {
        var completion = new CompletionCatalog();
        Assert.Contains("k8s-service", completion.Types());
        Assert.DoesNotContain("gcp-gke", completion.Types(CloudKind.Aws));
        Assert.Contains("min_containers", completion.Inputs("k8s-service", CloudKind.Azure).Keys);
        Assert.Equal(["RAPID", "REGULAR", "STABLE"], completion.Values("gcp-gke", "gke_channel"));
        Assert.Equal(["false", "true"], completion.Values("k8s-service", "sticky_session"));
        Assert.DoesNotContain("1.21", completion.Values("k8s-cluster", "k8s_version", CloudKind.Aws));
        Assert.Contains("db_host", completion.Outputs("postgres").Keys);
        Assert.Empty(completion.Inputs("nothing"));
    }
}
