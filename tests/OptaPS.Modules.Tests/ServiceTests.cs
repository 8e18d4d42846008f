using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Tests;

public class ServiceTests
{
    [Fact]
    public async Task Service_IsARoleAnAssociationANamespaceAndARelease()
    {
        var graph = (await ServiceAsync(Compiled.Service, new() { Parent = Compiled.Parent() })).EnsureSuccess();
        Assert.Equal(("staging/hello", "staging/hello"), (graph.Layer, graph.Owner.Layer));
        Assert.Equal(["app/role", "app/identity", "layer/namespace", "app/release"], graph.Resources.Select(node => node.Address));
        EnvironmentTests.AssertSound(graph);
        var values = graph.Node("app/release").Desired["values"]!;
        Assert.Equal("ghcr.io/acme/hello:1.0", values["image"]!.GetValue<string>());
        Assert.Equal("""[{"name":"http","port":80,"servicePort":80,"protocol":"http"}]""", values["ports"]!.ToJsonString());
        Assert.Equal("""[{"name":"app-13a7bc88","host":"","path":"/hello","keepPrefix":false,"port":80}]""", values["routes"]!.ToJsonString());
        Assert.Equal("""[{"host":"","path":"/hello"}]""", graph.Outputs["routes"]!.ToJsonString());
        Assert.Equal(("ghcr.io/acme/hello", "1.0"), (graph.Outputs["current_image"]!.GetValue<string>(), graph.Outputs["current_tag"]!.GetValue<string>()));
        Assert.Equal("https://cluster.example", graph.Node("app/release").Connection!["endpoint"]!.GetValue<string>());
    }

    [Fact]
    public async Task DeployedImage_StaysAndItsSourceIsShown()
    {
        var options = Compiled.WithOverlay("image:app", "ghcr.io/acme/hello@sha256:abc") with { Parent = Compiled.Parent() };
        var graph = (await ServiceAsync(Compiled.Service, options)).EnsureSuccess();
        var release = graph.Node("app/release");
        Assert.Equal("ghcr.io/acme/hello@sha256:abc", release.Desired["values"]!["image"]!.GetValue<string>());
        Assert.StartsWith("overlay ", release.ValueSources["/values/image"], StringComparison.Ordinal);
        Assert.Equal("hello.yaml:13:21", release.ValueSources["/values/scaling/min"]);
        Assert.Equal("sha256:abc", graph.Outputs["current_digest"]!.GetValue<string>());
    }

    [Fact]
    public async Task MeshedEnvironment_MeshesTheNamespace()
    {
        var graph = (await ServiceAsync(Compiled.Service, new() { Parent = Compiled.Parent("linkerd") })).EnsureSuccess();
        Assert.Equal("enabled", graph.Node("layer/namespace").Desired["metadata"]!["annotations"]!["linkerd.io/inject"]!.GetValue<string>());
        Assert.Equal("linkerd", graph.Node("app/release").Desired["values"]!["mesh"]!.GetValue<string>());
    }

    [Fact]
    public async Task EnvironmentThatWasNeverApplied_IsOneError()
    {
        var result = await ServiceAsync(Compiled.Service, new());
        Assert.Equal("OPTA6004", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public async Task AutoImage_AsksForADeploy()
    {
        var text = Compiled.Service.Replace("ghcr.io/acme/hello:1.0", "AUTO", StringComparison.Ordinal);
        var refused = await ServiceAsync(text, new() { Parent = Compiled.Parent() });
        Assert.Contains(refused.Diagnostics, finding => finding is { Code: "OPTA6010", Location.Line: 10 });
        var deployed = await ServiceAsync(text, Compiled.WithOverlay("image:app", "acme/hello:2") with { Parent = Compiled.Parent() });
        Assert.True(deployed.Success);
    }

    [Theory]
    [InlineData("api.example.com", "api.example.com", "/")]
    [InlineData("api.example.com/v1/", "api.example.com", "/v1")]
    [InlineData("*/v1", "", "/v1")]
    [InlineData("all", "", "/")]
    [InlineData("*.example.com", "*.example.com", "/")]
    public async Task PublicUri_BecomesHostAndPath(string written, string host, string path)
    {
        var graph = (await ServiceAsync(Compiled.Service.Replace("/hello\"", written + "\"", StringComparison.Ordinal), new() { Parent = Compiled.Parent() })).EnsureSuccess();
        var route = graph.Node("app/release").Desired["values"]!["routes"]![0]!;
        Assert.Equal((host, path), (route["host"]!.GetValue<string>(), route["path"]!.GetValue<string>()));
    }

    [Fact]
    public async Task UnsupportedInputs_ComeTogetherWithTheirPlaces()
    {
        var result = await ServiceAsync(
            Compiled.Service + "\n    sticky_session: true\n    cron_jobs:\n      - commands: [a]\n        schedule: '0 0 * * *'", new() { Parent = Compiled.Parent() });
        Assert.Equal([14, 16], result.Diagnostics.Where(finding => finding.Code == "OPTA6002").Select(finding => finding.Location!.Line).Order());
    }

    [Fact]
    public async Task ParentOutputs_FillTexts()
    {
        var parent = Compiled.Parent();
        var values = new Dictionary<string, JsonNode?>(parent.Values, StringComparer.Ordinal) { ["vpc_id"] = "vpc-1" };
        var graph = (await ServiceAsync(
            Compiled.Service + "\n    env_vars:\n      VPC: '{parent.vpc_id}/x'", new() { Parent = parent with { Values = values } })).EnsureSuccess();
        Assert.Equal("vpc-1/x", graph.Node("app/release").Desired["values"]!["env"]!["VPC"]!.GetValue<string>());
    }

    [Fact]
    public async Task ServiceInTheEnvironmentFile_UsesTheClusterOfTheSameLayer()
    {
        var result = await Compiled.EnvironmentAsync(Compiled.Environment + "\n" + """
              - type: k8s-service
                name: app
                port: {http: 80}
                image: acme/hello:1
                public_uri: /hello
            """);
        var graph = result.EnsureSuccess();
        EnvironmentTests.AssertSound(graph);
        Assert.Equal("k8scluster/cluster", graph.Node("app/release").Connection!["endpoint"]!["address"]!.GetValue<string>());
        Assert.Equal("entry", graph.Node("app/release").Desired["values"]!["gateway"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void EmbeddedChart_HasItsFiles()
    {
        var files = EmbeddedCharts.Files("k8s-service");
        Assert.Contains("Chart.yaml", files.Keys);
        Assert.Contains("templates/deployment.yaml", files.Keys);
        Assert.Throws<KeyNotFoundException>(() => EmbeddedCharts.Files("none"));
    }

    private static Task<CompileResult> ServiceAsync(string text, CompileOptions options) => Compiled.ServiceAsync(text, Compiled.Environment, options);
}
