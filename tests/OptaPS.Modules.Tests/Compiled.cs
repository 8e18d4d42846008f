using System.Text.Json.Nodes;
using OptaPS.Configuration;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Tests;

/// <summary>Loads files from text and compiles them.</summary>
internal static class Compiled
{
    public const string Environment = """
        name: staging
        org_name: acme
        providers:
          aws:
            region: us-east-1
            account_id: 000000000000
        modules:
          - type: base
          - type: k8s-cluster
          - type: k8s-base
        """;

    public const string Service = """
        name: hello
        environments:
          - name: staging
            path: env.yaml
        modules:
          - type: k8s-service
            name: app
            port:
              http: 80
            image: ghcr.io/acme/hello:1.0
            healthcheck_path: /
            public_uri: "/hello"
            min_containers: 2
        """;

    public static OverlayEntry Entry(string key, JsonNode? value) =>
        new(key, value, "Install-OptaMeshAddon", "ann", new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));

    public static CompileOptions WithOverlay(string key, JsonNode? value) =>
        new() { Overlay = new Dictionary<string, OverlayEntry>(StringComparer.Ordinal) { [key] = Entry(key, value) } };

    public static async Task<CompileResult> EnvironmentAsync(string text, CompileOptions? options = null)
    {
        var loaded = await ConfigurationLoader.LoadTextAsync("env.yaml", text, new LoadOptions { CheckReferencedFiles = false });
        return LayerCompiler.Compile(loaded, options ?? new CompileOptions());
    }

    public static async Task<CompileResult> ServiceAsync(string service, string environment, CompileOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("opta-modules-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "env.yaml"), environment);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "hello.yaml"), service);
            var loaded = await ConfigurationLoader.LoadAsync("hello.yaml", new LoadOptions { BaseDirectory = folder.FullName, CheckReferencedFiles = false });
            return LayerCompiler.Compile(loaded, options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static LayerOutputs Parent(string? mesh = null) => new("staging")
    {
        Values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["k8s_cluster_name"] = "opta-staging",
            ["cluster_connection"] = new JsonObject
            {
                ["endpoint"] = "https://cluster.example", ["caData"] = "Q0E=",
                ["credential"] = new JsonObject { ["kind"] = "aws-eks", ["cluster"] = "opta-staging", ["region"] = "us-east-1" },
            },
            ["mesh"] = mesh is null ? null : new JsonObject { ["name"] = mesh },
            ["gateway"] = new JsonObject { ["name"] = "entry", ["namespace"] = "opta-entry" },
        },
    };

    public static ResourceNode Node(this ResourceGraph graph, string address) => graph.Resources.Single(node => node.Address == address);
}
