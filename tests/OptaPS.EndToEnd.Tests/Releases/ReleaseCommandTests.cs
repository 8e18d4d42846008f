using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Releases;

/// <summary>The release commands on the cluster of an environment that was really made, with a service deployed twice.</summary>
public sealed class ReleaseCommandTests
{
    private static readonly string[] Place = ["-e", "staging", "-n", "hello"];

    [Fact]
    public async Task AService_IsListedComparedRolledBackAndRemoved()
    {
        await using var world = new ProgramWorld();
        await world.StartAsync();
        await DoneAsync(world, "apply", "env-aws.yaml", "--auto-approve");
        await DoneAsync(world, "deploy", "hello.yaml", "--env", "staging", "--image", "ghcr.io/acme/hello:1.4.2", "--auto-approve");
        await DoneAsync(world, "deploy", "hello.yaml", "--env", "staging", "--image", "ghcr.io/acme/hello:1.4.3", "--auto-approve");

        var listed = JsonNode.Parse(await DoneAsync(world, ["release", "list", "-o", "json", .. Place]))!.AsArray();
        var release = Assert.Single(listed)!;
        Assert.Equal(("hello-app", "2", "deployed"), (Text(release, "name"), Text(release, "revision"), Text(release, "status")));
        Assert.Contains("nginx-gateway-fabric", await DoneAsync(world, "release", "list", "-A", "-e", "staging"), StringComparison.Ordinal);

        Assert.Contains("\"ghcr.io/acme/hello:1.4.2\" -> \"ghcr.io/acme/hello:1.4.3\"", await DoneAsync(world, ["release", "diff", "hello-app", .. Place]), StringComparison.Ordinal);
        Assert.Contains("STATUS: deployed\nREVISION: 2\n", await DoneAsync(world, ["release", "status", "hello-app", .. Place]), StringComparison.Ordinal);
        Assert.Contains("image: ghcr.io/acme/hello:1.4.2\n", await DoneAsync(world, ["release", "get", "values", "hello-app", "--revision", "1", .. Place]), StringComparison.Ordinal);
        Assert.Contains("kind: Deployment\n", await DoneAsync(world, ["release", "get", "manifest", "hello-app", .. Place]), StringComparison.Ordinal);

        Assert.Contains("REVISION: 2\nCHART: k8s-service\nVERSION: 1.0.0\nAPP_VERSION: \n", await DoneAsync(world, ["release", "get", "all", "hello-app", .. Place]), StringComparison.Ordinal);

        await DoneAsync(world, ["release", "rollback", "hello-app", "1", "--wait", .. Place]);
        var history = JsonNode.Parse(await DoneAsync(world, ["release", "history", "hello-app", "-o", "json", .. Place]))!.AsArray();
        Assert.Equal(["superseded", "superseded", "deployed"], history.Select(entry => Text(entry!, "status")));
        Assert.Contains("image: ghcr.io/acme/hello:1.4.2\n", await DoneAsync(world, ["release", "get", "values", "hello-app", .. Place]), StringComparison.Ordinal);
        await DoneAsync(world, ["release", "test", "hello-app", .. Place]);

        await DoneAsync(world, ["release", "uninstall", "hello-app", .. Place]);
        var gone = await world.SandboxedAsync(["release", "status", "hello-app", .. Place]);
        Assert.True(gone.Exit == 1, gone.ToString());
        Assert.Contains("OPTA7051", gone.Error, StringComparison.Ordinal);

        var nowhere = await world.SandboxedAsync("release", "list");
        Assert.True(nowhere.Exit == 2, nowhere.ToString());
        Assert.Contains("OPTA7050", nowhere.Error, StringComparison.Ordinal);
    }

    private static async Task<string> DoneAsync(ProgramWorld world, params string[] arguments)
    {
        var result = await world.SandboxedAsync(arguments);
        Assert.True(result.Exit == 0, $"opta {string.Join(' ', arguments)}: {result}");
        return result.Output;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
