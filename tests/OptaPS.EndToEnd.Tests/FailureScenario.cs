namespace OptaPS.EndToEnd.Tests;

/// <summary>One environment on AWS and what goes wrong on the way to its service; every failure is followed by a correct run. Afterwards the service is deployed and well.</summary>
public sealed class FailureScenario : IAsyncLifetime
{
    private readonly Dictionary<string, ProgramResult> failures = new(StringComparer.Ordinal);

    public ProgramWorld World { get; } = new();

    public ProgramResult Failure(string name) => failures[name];

    public async Task InitializeAsync()
    {
        await World.StartAsync();
        await World.CopyAsync("env-aws.yaml", "env-wrong.yaml", "000000000000", "111111111111");
        failures["wrong-account"] = await World.SandboxedAsync("apply", "env-wrong.yaml", "--auto-approve");

        await World.PostControlAsync("faults", new() { ["kind"] = "ExpiredCredentials", ["service"] = "sts" });
        failures["expired-credential"] = await World.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve");
        await World.DeleteControlAsync("faults");

        await World.PostControlAsync("charts/tamper", new() { ["chart"] = "nginx-gateway-fabric" });
        failures["tampered-chart"] = await World.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve");
        await World.DeleteControlAsync("charts/tamper");
        Assert.Empty(await World.EffectsAsync());
        await SucceedAsync("apply", "env-aws.yaml", "--auto-approve");
        await SucceedAsync("mesh", "install", "staging", "--auto-approve");

        failures["moved-account"] = await World.SandboxedAsync("apply", "env-wrong.yaml", "--auto-approve");

        await World.CopyAsync("hello.yaml", "broken.yaml", "hello:1.0", "does-not-exist:1.0");
        failures["broken-image"] = await World.SandboxedAsync("deploy", "broken.yaml", "--auto-approve");
        await World.CopyAsync("hello.yaml", "never.yaml", "hello:1.0", "never-ready:1.0");
        failures["never-ready"] = await World.SandboxedAsync("deploy", "never.yaml", "--auto-approve");
        await SucceedAsync("deploy", "hello.yaml", "--auto-approve");
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    private async Task SucceedAsync(params string[] arguments)
    {
        var result = await World.SandboxedAsync(arguments);
        Assert.True(result.Exit == 0, result.ToString());
    }
}
