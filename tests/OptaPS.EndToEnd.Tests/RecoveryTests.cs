using System.Text.Json.Nodes;
using OptaPS.EndToEnd.Tests.Engine;

namespace OptaPS.EndToEnd.Tests;

/// <summary>
/// A run that was killed, whose state is then lost with the home folder: the environment is removed by its name. The usual run takes a network;
/// <c>OPTA_RECOVERY_WHOLE=true</c> takes a whole environment with cluster, charts and a service, applied to its end.
/// </summary>
public sealed class RecoveryTests
{
    private static readonly bool Whole = Environment.GetEnvironmentVariable("OPTA_RECOVERY_WHOLE") == "true";

    [Fact]
    public async Task AnEnvironment_WhoseStateIsLost_IsRemovedByName_AndLocksNameWhatIsOpen()
    {
        await using var world = new ProgramWorld();
        await world.StartAsync(Whole ? 100 : 600);
        if (Whole)
        {
            await world.SucceedAsync("apply", "env-aws.yaml", "--auto-approve");
            await world.SucceedAsync("deploy", "hello.yaml", "--auto-approve");
        }
        else
        {
            await world.CopyAsync("env-aws.yaml", "env-aws.yaml", "  - type: k8s-cluster\n  - type: k8s-base\n", "");
            await KillAsync(world);
        }

        // Nothing says where to look; then what carries the mark goes, in an order that the cloud takes.
        Directory.Delete(Path.Combine(world.Home, "sandboxes", "e2e", "state"), recursive: true);
        await EngineWorld.UntilAsync(async () => (await StatesAsync(world)).TrueForAll(state => state is "Ready" or "Active"), "what is being made");
        var unknown = await world.SandboxedAsync("destroy", "staging", "--auto-approve");
        Assert.Contains("error OPTA7020", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("set AWS_REGION", unknown.Error, StringComparison.Ordinal);
        world.Variables["AWS_REGION"] = "us-east-1";
        var shown = await world.SandboxedAsync("destroy", "staging", "--recurse", "--auto-approve");
        Assert.Contains("error OPTA7081", shown.Error, StringComparison.Ordinal);
        Assert.Contains("--without-state", shown.Error, StringComparison.Ordinal);
        var refused = await world.SandboxedAsync("destroy", "staging", "--without-state");
        Assert.Contains("warning OPTA7081", refused.Error, StringComparison.Ordinal);
        Assert.Contains(Whole ? "error OPTA7023" : "error OPTA7002", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain((await world.ControlAsync("requests?operation=DeleteResource"))["requests"]!.AsArray(), one => true);
        await world.SucceedAsync("destroy", "staging", "--recurse", "--without-state", "--auto-approve");
        Assert.DoesNotContain(await world.ResourcesAsync(), type => type != "AWS::KMS::Key");
        Assert.Contains("Nothing in AWS account 000000000000, us-east-1, carries its mark", (await world.SandboxedAsync("destroy", "staging", "--auto-approve")).Error, StringComparison.Ordinal);
    }

    private static async Task KillAsync(ProgramWorld world)
    {
        using var run = world.StartSandboxed("apply", "env-aws.yaml", "--auto-approve");
        await EngineWorld.UntilAsync(async () => await world.CreatesAsync() > 20, "some creates");
        run.Kill(entireProcessTree: true);
        await ProgramWorld.FinishAsync(run);

        var held = JsonNode.Parse((await world.SucceedAsync("locks", "staging", "--output", "json")).Output)![0]!;
        var open = held["openIntents"]!.AsArray();
        Assert.NotEmpty(open);
        Assert.All(open, intent => Assert.Equal("Create", intent!["action"]!.GetValue<string>()));

        // The question names what the next run takes over.
        var asked = await world.SandboxedAsync("unlock", "staging", "--force");
        Assert.NotEqual(0, asked.Exit);
        Assert.Contains($"the next run takes over: Create {open[0]!["address"]}", asked.Error, StringComparison.Ordinal);
        var ended = JsonNode.Parse((await world.SucceedAsync("unlock", "staging", "--output", "json")).Output)!;
        Assert.Equal(open.Count, ended["openIntents"]!.AsArray().Count);
    }

    private static async Task<List<string>> StatesAsync(ProgramWorld world) =>
        [.. (await world.ControlAsync("resources"))["resources"]!.AsArray().Select(resource => resource!["state"]!.GetValue<string>())];
}
