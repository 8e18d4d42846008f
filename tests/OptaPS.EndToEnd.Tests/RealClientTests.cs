using System.Text.Json.Nodes;
using OptaPS.Testing;

namespace OptaPS.EndToEnd.Tests;

/// <summary>The programs that people have see what was deployed: kubectl by the exported kubeconfig, aws by the sandbox's variables.</summary>
[Collection(nameof(FailureScenario))]
public sealed class RealClientTests(FailureScenario scenario)
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    [SkippableFact]
    public async Task Kubectl_ListsTheDeployedObjects()
    {
        var kubectl = RequiredProgram.Find("kubectl");
        var file = Path.Combine(scenario.World.Folder, "exported.kubeconfig");
        var exported = await scenario.World.SandboxedAsync("kubeconfig", "staging", "--file", file);
        Assert.True(exported.Exit == 0, exported.ToString());
        Assert.DoesNotContain("token:", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.DoesNotContain("k8s-aws-v1", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        var listed = await KubectlAsync("get", "deployments,httproutes", "--namespace", "hello", "--output", "name");
        var names = listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains("deployment.apps/app", names);
        // Pods of the failed deployments before may still be on their way out, as on any cluster.
        var pods = JsonNode.Parse((await KubectlAsync("get", "pods", "--namespace", "hello", "--output", "json")).Output)!["items"]!.AsArray().Select(pod => pod!["metadata"]!);
        Assert.Equal(2, pods.Count(pod => pod["name"]!.GetValue<string>().StartsWith("app-", StringComparison.Ordinal) && pod["deletionTimestamp"] is null));
        Assert.Single(names, name => name.StartsWith("httproute.gateway.networking.k8s.io/app-", StringComparison.Ordinal));

        var image = await KubectlAsync("get", "deployment", "app", "--namespace", "hello", "--output", "jsonpath={.spec.template.spec.containers[0].image}");
        Assert.Equal("ghcr.io/acme/hello:1.0", image.Output);
        var nodes = await KubectlAsync("get", "nodes", "--no-headers");
        Assert.Contains(" Ready ", nodes.Output, StringComparison.Ordinal);
        var who = await KubectlAsync("auth", "whoami", "--output", "json");
        Assert.Contains("arn:aws:iam::000000000000:user/sandbox", who.Output, StringComparison.Ordinal);

        async Task<ProgramResult> KubectlAsync(params string[] arguments)
        {
            var result = await scenario.World.RunAsync(kubectl, None, ["--kubeconfig", file, .. arguments]);
            Assert.True(result.Exit == 0, result.ToString());
            return result;
        }
    }

    [SkippableFact]
    public async Task Aws_ReadsTheNetworkAndTheCluster()
    {
        var aws = RequiredProgram.Find("aws");
        var description = await StatusAsync();
        var variables = JsonNode.Parse(description)!.AsArray().Single()!["variables"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal);

        var networks = await AwsAsync("list-resources", "--type-name", "AWS::EC2::VPC");
        var network = Assert.Single(networks["ResourceDescriptions"]!.AsArray())!["Identifier"]!.GetValue<string>();
        var vpc = await AwsAsync("get-resource", "--type-name", "AWS::EC2::VPC", "--identifier", network);
        Assert.Contains("CidrBlock", vpc["ResourceDescription"]!["Properties"]!.GetValue<string>(), StringComparison.Ordinal);
        var clusters = await AwsAsync("list-resources", "--type-name", "AWS::EKS::Cluster");
        var name = Assert.Single(clusters["ResourceDescriptions"]!.AsArray())!["Identifier"]!.GetValue<string>();
        var cluster = JsonNode.Parse((await AwsAsync("get-resource", "--type-name", "AWS::EKS::Cluster", "--identifier", name))["ResourceDescription"]!["Properties"]!.GetValue<string>())!;
        Assert.StartsWith("https://", cluster["Endpoint"]!.GetValue<string>(), StringComparison.Ordinal);

        async Task<JsonNode> AwsAsync(params string[] arguments)
        {
            var result = await scenario.World.RunAsync(aws, variables, ["cloudcontrol", .. arguments, "--output", "json"]);
            Assert.True(result.Exit == 0, result.ToString());
            return JsonNode.Parse(result.Output)!;
        }
    }

    // The one command that shows the made-up key, because other programs need it: not one of the recorded runs that must be clean.
    private async Task<string> StatusAsync()
    {
        using var process = scenario.World.Start("sandbox", "status", "--output", "json");
        return (await ProgramWorld.FinishAsync(process)).Output;
    }
}
