using OptaPS.Helm.Charts;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Modules.Tests;

/// <summary>The k8s-service chart rendered with the values that the compiler makes of service files.</summary>
public class ChartTests
{
    [Fact]
    public async Task HelloService_HasTheObjectsOfADeployedService()
    {
        var objects = await RenderAsync(Compiled.Service);
        Assert.Equal(
            ["ConfigMap/app", "Deployment/app", "HTTPRoute/app-13a7bc88", "HorizontalPodAutoscaler/app", "NetworkPolicy/app", "PodDisruptionBudget/app", "Service/app", "ServiceAccount/app"],
            objects.Keys.Order(StringComparer.Ordinal));
        Assert.All(objects.Values, item => Assert.Equal("hello", Text(item, "metadata", "namespace")));
        Assert.Null(Find(objects["Deployment/app"], "spec", "replicas"));
        Assert.Equal("2", Text(objects["HorizontalPodAutoscaler/app"], "spec", "minReplicas"));
        Assert.Equal("/", Text(Container(objects), "readinessProbe", "httpGet", "path"));
        Assert.Equal("ReplacePrefixMatch", Text(Rule(objects), "filters", "0", "urlRewrite", "path", "type"));
        Assert.Equal("false", Text(objects["ServiceAccount/app"], "automountServiceAccountToken"));
    }

    [Theory]
    [InlineData("    keep_path_prefix: true", "HTTPRoute/app-13a7bc88", "spec/rules/0/filters", null)]
    [InlineData("    max_containers: 2", "Deployment/app", "spec/replicas", "2")]
    [InlineData("    max_containers: 2", "HorizontalPodAutoscaler/app", "", null)]
    [InlineData("    healthcheck_command: [cat, /ok]\n    healthcheck_path: null", "Deployment/app", "spec/template/spec/containers/0/livenessProbe/exec/command/1", "/ok")]
    [InlineData("    readiness_probe_path: /ready", "Deployment/app", "spec/template/spec/containers/0/readinessProbe/httpGet/path", "/ready")]
    [InlineData("    env_vars: {MODE: 'yes', N: '012'}", "ConfigMap/app", "data/N", "012")]
    [InlineData("    env_vars:\n      - name: A.b\n        value: 'x: \"y\"'", "ConfigMap/app", "data/A.b", "x: \"y\"")]
    [InlineData("    resource_request: {cpu: 250, memory: 300}", "Deployment/app", "spec/template/spec/containers/0/resources/limits/memory", "600Mi")]
    [InlineData("    resource_limits: {memory: 700}", "Deployment/app", "spec/template/spec/containers/0/resources/limits/memory", "700Mi")]
    [InlineData("    tolerations:\n      - key: gpu", "Deployment/app", "spec/template/spec/tolerations/0/value", "opta")]
    [InlineData("    commands: [run, --fast]", "Deployment/app", "spec/template/spec/containers/0/command/1", "--fast")]
    [InlineData("    pod_labels: {team: red}", "Deployment/app", "spec/template/metadata/labels/team", "red")]
    [InlineData("    pod_annotations: {note: 'true'}", "Deployment/app", "spec/template/metadata/annotations/note", "true")]
    public async Task Inputs_ReachTheObjects(string input, string name, string path, string? expected)
    {
        var text = input.Contains("healthcheck_path", StringComparison.Ordinal)
            ? Compiled.Service.Replace("    healthcheck_path: /\n", "", StringComparison.Ordinal) + "\n" + input.Split('\n')[0]
            : Compiled.Service + "\n" + input;
        var objects = await RenderAsync(text);
        if (path.Length == 0)
            Assert.DoesNotContain(name, objects.Keys);
        else
            Assert.Equal(expected, (Find(objects[name], path.Split('/')) as YamlScalarNode)?.Value);
    }

    [Fact]
    public async Task SeveralPorts_GoToTheServiceAndOnlyHttpToTheRoute()
    {
        var text = Compiled.Service.Replace("    port:\n      http: 80\n", """
                ports:
                  - {name: raw, type: tcp, port: 9000}
                  - {name: web, type: http, port: 8080}
                  - {name: calls, type: tcp, port: 9001, service_port: 91}
                probe_port: web

            """, StringComparison.Ordinal);
        var objects = await RenderAsync(text);
        var ports = (YamlSequenceNode)Find(objects["Service/app"], "spec", "ports")!;
        Assert.Equal([("raw", "9000"), ("web", "80"), ("calls", "91")], ports.Select(port => (Text(port, "name"), Text(port, "port"))));
        Assert.Equal("80", Text(Rule(objects), "backendRefs", "0", "port"));
        Assert.Equal("web", Text(Container(objects), "livenessProbe", "httpGet", "port"));
        Assert.Equal(3, ((YamlSequenceNode)Find(objects["NetworkPolicy/app"], "spec", "ingress", "0", "ports")!).Count());
    }

    [Fact]
    public async Task WorkerWithoutPorts_HasNoServiceAndLetsNobodyIn()
    {
        var objects = await RenderAsync("""
            name: hello
            environments:
              - name: staging
                path: env.yaml
            modules:
              - type: k8s-service
                name: app
                image: acme/worker:1
            """);
        Assert.DoesNotContain("Service/app", objects.Keys);
        Assert.Empty((YamlSequenceNode)Find(objects["NetworkPolicy/app"], "spec", "ingress")!);
        Assert.Null(Find(Container(objects), "livenessProbe"));
    }

    [Fact]
    public async Task MeshedService_IsInjectedAndLetsTheProxiesThrough()
    {
        var objects = await RenderAsync(Compiled.Service, "linkerd");
        Assert.Equal("enabled", Text(objects["Deployment/app"], "spec", "template", "metadata", "annotations", "linkerd.io/inject"));
        var ports = ((YamlSequenceNode)Find(objects["NetworkPolicy/app"], "spec", "ingress", "0", "ports")!).Select(port => Text(port, "port"));
        Assert.Equal(["80", "4143"], ports);
    }

    private static YamlNode Container(Dictionary<string, YamlNode> objects) => Find(objects["Deployment/app"], "spec", "template", "spec", "containers", "0")!;

    private static YamlNode Rule(Dictionary<string, YamlNode> objects) => Find(objects.Single(item => item.Key.StartsWith("HTTPRoute/", StringComparison.Ordinal)).Value, "spec", "rules", "0")!;

    private static string? Text(YamlNode node, params string[] path) => (Find(node, path) as YamlScalarNode)?.Value;

    private static YamlNode? Find(YamlNode? node, params string[] path)
    {
        foreach (var step in path)
        {
            node = node switch
            {
                YamlSequenceNode list => list.Children.ElementAtOrDefault(int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)),
                YamlMappingNode map => map.Children.TryGetValue(new YamlScalarNode(step), out var value) ? value : null,
                _ => null,
            };
        }
        return node;
    }

    private static async Task<Dictionary<string, YamlNode>> RenderAsync(string service, string? mesh = null)
    {
        var graph = (await Compiled.ServiceAsync(service, Compiled.Environment, new() { Parent = Compiled.Parent(mesh) })).EnsureSuccess();
        var values = graph.Node("app/release").Desired["values"]!.DeepClone().AsObject();
        values["serviceAccount"] = new System.Text.Json.Nodes.JsonObject { ["annotations"] = new System.Text.Json.Nodes.JsonObject { ["opta.dev/cloud-role"] = "arn:role" } };
        var folder = Directory.CreateTempSubdirectory("opta-chart-");
        try
        {
            foreach (var (path, bytes) in EmbeddedCharts.Files("k8s-service"))
            {
                var file = Path.Combine(folder.FullName, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllBytesAsync(file, bytes);
            }
            var chart = await ChartLoader.LoadAsync(folder.FullName);
            var rendered = await ChartRenderer.RenderAsync(
                chart, ChartValues.FromJson(values), new ReleaseOptions { Name = "hello-app", Namespace = "hello" }, Capabilities.Default);
            return rendered.Manifests.ToDictionary(manifest => $"{manifest.Kind}/{manifest.Name}", manifest => Parse(manifest.Text), StringComparer.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Assert.Single(stream.Documents).RootNode;
    }
}
