using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Resources;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Tests;

public class EnvironmentTests
{
    [Fact]
    public async Task AwsEnvironment_HasEveryReferenceAndNoCycle()
    {
        var graph = (await Compiled.EnvironmentAsync(Compiled.Environment)).EnsureSuccess();
        Assert.Equal(("staging", new Ownership("acme", "staging", "staging")), (graph.Layer, graph.Owner));
        Assert.Equal(graph.Resources.Count, graph.Resources.Select(node => node.Address).Distinct(StringComparer.Ordinal).Count());
        AssertSound(graph);
    }

    [Fact]
    public async Task AwsEnvironment_MeshOverlayAddsLinkerdAndChangesNothingElse()
    {
        var plain = (await Compiled.EnvironmentAsync(Compiled.Environment)).EnsureSuccess();
        var meshed = (await Compiled.EnvironmentAsync(Compiled.Environment, Compiled.WithOverlay("addon:linkerd", new JsonObject()))).EnsureSuccess();
        AssertSound(meshed);
        var added = meshed.Resources.ExceptBy(plain.Resources.Select(node => node.Address), node => node.Address).Select(node => node.Address);
        Assert.Equal(
            ["k8sbase/linkerd-control-plane", "k8sbase/linkerd-crds", "k8sbase/linkerd-issuer", "k8sbase/linkerd-trust-anchor", "k8sbase/namespace-linkerd"],
            added.Order(StringComparer.Ordinal));
        foreach (var node in plain.Resources)
        {
            Assert.True(JsonNode.DeepEquals(node.Desired, meshed.Node(node.Address).Desired), node.Address);
            Assert.Equal(node.DependsOn, meshed.Node(node.Address).DependsOn);
        }
        Assert.Null(plain.Outputs["mesh"]);
        Assert.Equal("linkerd", meshed.Outputs["mesh"]!["name"]!.GetValue<string>());
        Assert.Equal(["/values/identity/issuer/tls/keyPEM"], meshed.Node("k8sbase/linkerd-control-plane").SensitivePaths);
    }

    [Fact]
    public async Task MeshSwitchedOffInTheFile_ContradictsTheCommand_AndBothPlacesAreNamed()
    {
        var result = await Compiled.EnvironmentAsync(Compiled.Environment + "\n    linkerd_enabled: false", Compiled.WithOverlay("addon:linkerd", new JsonObject()));
        var error = Assert.Single(result.Diagnostics, finding => finding.Severity == Severity.Error);
        Assert.Equal("OPTA6009", error.Code);
        Assert.Equal(11, error.Location!.Line);
        Assert.Contains("Install-OptaMeshAddon 2026-11-21 by ann", error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MeshSwitchedOnInTheFile_NeedsNoCommand()
    {
        var graph = (await Compiled.EnvironmentAsync(Compiled.Environment + "\n    linkerd_enabled: true\n    linkerd_high_availability: true")).EnsureSuccess();
        Assert.Equal(3, graph.Node("k8sbase/linkerd-control-plane").Desired["values"]!["controllerReplicas"]!.GetValue<int>());
    }

    [Fact]
    public async Task AccountAndZones_AreLookups_AndZonesAreKept()
    {
        var graph = (await Compiled.EnvironmentAsync(Compiled.Environment)).EnsureSuccess();
        Assert.Equal(
            [("aws/account", "aws:caller-identity", false), ("aws/zones", "aws:availability-zones", true)],
            graph.Lookups.Select(lookup => (lookup.Address, lookup.Type.ToString(), lookup.KeepFirstAnswer)));
    }

    [Fact]
    public async Task Cluster_IsOfASupportedVersionWithAccessEntriesAndEncryptedSecrets()
    {
        var graph = (await Compiled.EnvironmentAsync(Compiled.Environment)).EnsureSuccess();
        var cluster = graph.Node("k8scluster/cluster").Desired;
        Assert.Equal("1.35", cluster["Version"]!.GetValue<string>());
        Assert.Equal("API", cluster["AccessConfig"]!["AuthenticationMode"]!.GetValue<string>());
        Assert.Equal("""["secrets"]""", cluster["EncryptionConfig"]![0]!["Resources"]!.ToJsonString());
        Assert.Equal("required", graph.Node("k8scluster/node-template").Desired["LaunchTemplateData"]!["MetadataOptions"]!["HttpTokens"]!.GetValue<string>());
        Assert.Equal("v1.35.0", graph.Node("k8sbase/cluster-autoscaler").Desired["values"]!["image"]!["tag"]!.GetValue<string>());
    }

    [Fact]
    public async Task AddonRoles_AllowNothingOnEverythingThatChangesForeignThings()
    {
        var graph = (await Compiled.EnvironmentAsync(Compiled.Environment)).EnsureSuccess();
        var roles = graph.Resources.Where(node => node.Address.StartsWith("k8sbase/", StringComparison.Ordinal) && node.Type.Name == "AWS::IAM::Role").ToList();
        Assert.Equal(3, roles.Count);
        foreach (var statement in roles.SelectMany(role => role.Desired["Policies"]!.AsArray()).SelectMany(policy => policy!["PolicyDocument"]!["Statement"]!.AsArray()))
        {
            var actions = statement!["Action"]!.AsArray().Select(action => action!.GetValue<string>()).ToList();
            Assert.DoesNotContain(actions, action => action.Contains('*', StringComparison.Ordinal));
            if (statement["Condition"] is null && statement["Resource"]!.ToJsonString() == "\"*\"")
                Assert.DoesNotContain(actions, action => action.Contains(":Terminate", StringComparison.Ordinal) || action.Contains(":DeleteLoad", StringComparison.Ordinal) || action.Contains("Change", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task EachAddon_HasANamespaceOfItsOwnAndAPinnedVersion()
    {
        var graph = (await Compiled.EnvironmentAsync(Compiled.Environment, Compiled.WithOverlay("addon:linkerd", null))).EnsureSuccess();
        var releases = graph.Resources.Where(node => node.Type.ToString() == "helm:release").ToList();
        Assert.Equal(7, releases.Count);
        var namespaces = releases.Where(node => !node.Address.Contains("linkerd-crds", StringComparison.Ordinal)).Select(node => node.Desired["namespace"]!.GetValue<string>()).ToList();
        Assert.Equal(namespaces.Count, namespaces.Distinct(StringComparer.Ordinal).Count());
        Assert.All(releases, node => Assert.Matches(@"^\d+\.\d+\.\d+$", node.Desired["chart"]!["version"]!.GetValue<string>()));
        Assert.All(releases, node => Assert.Contains(node.DependsOn, address => address.StartsWith("k8sbase/namespace-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("    nginx_config: {proxy-body-size: 8m}", "OPTA6002", "nginx_config")]
    [InlineData("  - type: postgres", "OPTA6001", "aws-postgres")]
    public async Task WhatIsNotSupported_IsRefusedByNameAndPlace(string addition, string code, string name)
    {
        var result = await Compiled.EnvironmentAsync(Compiled.Environment + "\n" + addition);
        Assert.Null(result.Graph);
        var error = Assert.Single(result.Diagnostics, finding => finding.Severity == Severity.Error);
        Assert.Equal(code, error.Code);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Equal(11, error.Location!.Line);
    }

    [Fact]
    public async Task KubernetesVersionOutsideTheTable_NamesTheSupportedOnes()
    {
        var result = await Compiled.EnvironmentAsync(Compiled.Environment.Replace("- type: k8s-cluster", "- type: k8s-cluster\n    k8s_version: '1.31'", StringComparison.Ordinal));
        Assert.True(Assert.Single(result.Diagnostics) is { Code: "OPTA6008", Allowed: "1.34, 1.35", Location.Line: 10 });
    }

    [Fact]
    public async Task OverlayEntryWithoutAPlace_IsAnError()
    {
        var result = await Compiled.EnvironmentAsync(Compiled.Environment, Compiled.WithOverlay("image:app", "x:1"));
        Assert.Equal("OPTA6006", Assert.Single(result.Diagnostics).Code);
    }

    [Theory]
    [InlineData("name: dev\norg_name: acme\nproviders:\n  local: {}\nmodules:\n  - type: base")]
    [InlineData("name: own\norg_name: acme\ncluster:\n  context: my-context\nmodules:\n  - type: local-base")]
    public async Task LocalEnvironments_HaveEntryAndMetrics(string text)
    {
        var result = await Compiled.EnvironmentAsync(text, Compiled.WithOverlay("addon:linkerd", null));
        var graph = result.EnsureSuccess();
        AssertSound(graph);
        Assert.Equal(4, graph.Resources.Count(node => node.Type.ToString() == "helm:release"));
        Assert.Empty(graph.Lookups);
        Assert.All(
            graph.Resources.Where(node => node.Type.Provider is "helm" or "kubernetes"),
            node => Assert.Equal("kubeconfig", node.Connection!["credential"]!["kind"]!.GetValue<string>()));
    }

    internal static void AssertSound(ResourceGraph graph)
    {
        var known = graph.Resources.Select(node => node.Address).Concat(graph.Lookups.Select(lookup => lookup.Address)).ToHashSet(StringComparer.Ordinal);
        var edges = graph.Resources.ToDictionary(
            node => node.Address,
            node => node.DependsOn.Concat(ExpressionReader.References(node.Desired).Concat(ExpressionReader.References(node.Connection)).Select(reference => reference.Address)).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        foreach (var (address, needs) in edges)
            Assert.True(needs.IsSubsetOf(known), $"{address} needs {string.Join(", ", needs.Except(known))}");
        Assert.All(graph.Outputs.Values.SelectMany(ExpressionReader.References), reference => Assert.Contains(reference.Address, known));
        var done = graph.Lookups.Select(lookup => lookup.Address).ToHashSet(StringComparer.Ordinal);
        while (done.Count < known.Count)
        {
            var next = edges.Where(edge => !done.Contains(edge.Key) && edge.Value.IsSubsetOf(done)).Select(edge => edge.Key).ToList();
            Assert.NotEmpty(next);
            done.UnionWith(next);
        }
    }
}
