using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests;

/// <summary>Targets, saved plans, policies, preflight, drift and repair, import, moves, protection and leftovers, by the program against a sandbox.</summary>
public sealed class PlanningTests
{
    [Fact]
    public async Task TheLifeOfAPlan()
    {
        await using var world = new ProgramWorld();
        await world.StartAsync();

        // One error, not two, when the account is wrong and a quota could not be compared either.
        await world.CopyAsync("env-aws.yaml", "env-wrong.yaml", "000000000000", "111111111111");
        var wrong = await world.SandboxedAsync("apply", "env-wrong.yaml", "--auto-approve");
        Assert.Equal(["OPTA3009"], Codes(wrong));

        // Preflight measures before the first change.
        var checks = await JsonAsync(world, "validate", "env-aws.yaml");
        var addresses = checks.AsArray().Single(check => check!["check"]!.GetValue<string>() == "Quota:Addresses")!;
        Assert.Equal(("Passed", "5 free of 5", "3"), (Text(addresses, "status"), Text(addresses, "measured"), Text(addresses, "needed")));
        Assert.DoesNotContain(checks.AsArray(), check => Text(check!, "status") is "Failed" or "Unknown");
        await SetQuotaAsync(world, 2);
        var small = await world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve");
        Assert.Equal(["OPTA3010"], Codes(small));
        Assert.Contains("2 free of 2", small.Error, StringComparison.Ordinal);
        Assert.Empty(await world.EffectsAsync());
        await SetQuotaAsync(world, 5);

        // A denied plan changes nothing.
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "rules.yaml"), """
            rules:
              - name: no-nat
                type: aws:AWS::EC2::NatGateway
                path: /ConnectivityType
                condition: { equals: public }
                message: networks are closed here
              - name: no-metrics
                type: kubernetes:apps/v1/Deployment
                path: /metadata/name
                condition: { equals: metrics-server }
                message: this object of a chart is not wanted
            """);
        var denied = await world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve", "--policy", "rules.yaml");
        Assert.Equal(["OPTA2420", "OPTA2420", "OPTA2420", "OPTA2420"], Codes(denied));
        Assert.Contains("k8sbase/metrics-server: Deployment ", denied.Error, StringComparison.Ordinal);
        Assert.Empty(await world.EffectsAsync());

        // A saved plan of one module; then it is out of date.
        await SucceedAsync(world.SandboxedAsync("plan", "env-aws.yaml", "--target", "base/*", "--out", "base.plan"));
        Assert.DoesNotContain("arn:aws:iam", await File.ReadAllTextAsync(Path.Combine(world.Folder, "base.plan")), StringComparison.Ordinal);
        Assert.Matches(@"\(\d+ created, 0 updated, 0 replaced, 0 deleted, 0 unchanged, 4\d left out\)", (await SucceedAsync(world.SandboxedAsync("apply", "base.plan", "--auto-approve"))).Output);
        var created = (await world.EffectsAsync()).Count;
        Assert.True(created > 20);
        Assert.Equal(["OPTA2404"], Codes(await world.SandboxedAsync("apply", "base.plan", "--auto-approve")));
        await SucceedAsync(world.SandboxedAsync("plan", "env-aws.yaml", "--target", "base/*", "--out", "again.plan"));
        await File.AppendAllTextAsync(Path.Combine(world.Folder, "env-aws.yaml"), "\n# edited after the plan\n");
        var moved = await world.SandboxedAsync("apply", "again.plan", "--auto-approve");
        Assert.Equal(["OPTA2404"], Codes(moved));
        Assert.Contains("env-aws.yaml", moved.Error, StringComparison.Ordinal);

        // Drift is found by field, repaired, and gone.
        Assert.Contains("no drift", (await SucceedAsync(world.SandboxedAsync("drift", "staging"))).Output, StringComparison.Ordinal);
        var vpc = await IdentifierAsync(world, "vpc_id");
        using (var hand = new CloudHand(world.Description))
            await hand.SetAsync("AWS::EC2::VPC", vpc, "/EnableDnsHostnames", false);
        var drift = await JsonAsync(world, "drift", "staging");
        var field = Assert.Single(drift[0]!["fields"]!.AsArray())!;
        Assert.Equal(("base/vpc", "/EnableDnsHostnames", "true", "false"), (Text(field, "address"), Text(field, "path"), Text(field, "expected"), Text(field, "actual")));
        Assert.Equal(3, (await world.SandboxedAsync("drift", "staging", "--detailed-exitcode")).Exit);
        Assert.Equal(0, (await world.SandboxedAsync("drift", "staging", "--detailed-exitcode", "--ignore", "*::VPC:*/EnableDns*")).Exit);
        await SucceedAsync(world.SandboxedAsync("drift", "staging", "--repair", "--auto-approve"));
        Assert.Equal(0, (await world.SandboxedAsync("drift", "staging", "--detailed-exitcode")).Exit);

        // A move changes the record only; moved back, the plan has nothing to do.
        var before = (await world.EffectsAsync()).Count;
        await SucceedAsync(world.SandboxedAsync("resource", "move", "staging", "base/vpc", "base/network"));
        await SucceedAsync(world.SandboxedAsync("plan", "env-aws.yaml", "--target", "base/*", "--moved", "base/network=base/vpc"));
        await SucceedAsync(world.SandboxedAsync("resource", "move", "staging", "base/network", "base/vpc"));
        Assert.Equal(before, (await world.EffectsAsync()).Count);

        // What is protected stays and is listed; what another world made of the same state is imported.
        await SucceedAsync(world.SandboxedAsync("resource", "protect", "staging", "base/vpc"));
        var removed = await SucceedAsync(world.SandboxedAsync("destroy", "staging", "--auto-approve"));
        Assert.Contains("stays (protected): base/vpc", removed.Output, StringComparison.Ordinal);
        Directory.Move(Path.Combine(world.Home, "sandboxes", "e2e", "state"), Path.Combine(world.Folder, "lost-state"));
        var dry = await SucceedAsync(world.SandboxedAsync("import", "env-aws.yaml", $"base/vpc={vpc}", "--dry-run"));
        Assert.Contains($"Found    base/vpc = {vpc}", dry.Output, StringComparison.Ordinal);
        await SucceedAsync(world.SandboxedAsync("import", "env-aws.yaml", $"base/vpc={vpc}", "--auto-approve"));
        var planned = await JsonAsync(world, "plan", "env-aws.yaml", "--target", "base/vpc");
        Assert.DoesNotContain(planned["items"]!.AsArray(), item => Text(item!, "address") == "base/vpc" && Text(item!, "action") is "Create" or "Replace");
        var gone = await SucceedAsync(world.SandboxedAsync("destroy", "staging", "--auto-approve"));
        Assert.DoesNotContain("left over", gone.Output, StringComparison.Ordinal);
        Assert.DoesNotContain((await world.ControlAsync("resources"))["resources"]!.AsArray(), one => Text(one!, "type") == "AWS::EC2::VPC");
    }

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";

    private static List<string> Codes(ProgramResult result) =>
        [.. result.Error.Split('\n').Where(line => line.StartsWith("error OPTA", StringComparison.Ordinal)).Select(line => line[6..14])];

    private static async Task<JsonNode> JsonAsync(ProgramWorld world, params string[] arguments) =>
        JsonNode.Parse((await SucceedAsync(world.SandboxedAsync([.. arguments, "--output", "json"]))).Output)!;

    private static async Task<string> IdentifierAsync(ProgramWorld world, string output) =>
        JsonNode.Parse(Text((await JsonAsync(world, "output", "staging")).AsArray().Single(value => Text(value!, "name") == output)!, "value"))!.GetValue<string>();

    private static Task SetQuotaAsync(ProgramWorld world, int value) => world.PostControlAsync("quotas", new() { ["code"] = "L-0263D0A3", ["value"] = value });

    private static async Task<ProgramResult> SucceedAsync(Task<ProgramResult> run)
    {
        var result = await run;
        Assert.True(result.Exit == 0, result.ToString());
        return result;
    }
}
