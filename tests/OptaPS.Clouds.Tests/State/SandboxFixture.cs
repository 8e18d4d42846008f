using OptaPS.Clouds.Aws;
using OptaPS.Clouds.Aws.State;
using OptaPS.Modules.Tests;

namespace OptaPS.Clouds.Tests.State;

/// <summary>A sandbox with a state bucket that the bootstrap made.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    internal static AwsAccount Account { get; } = new("000000000000", "us-east-1");

    internal RunningSandbox Sandbox { get; private set; } = null!;

    internal string Bucket { get; } = AwsStateBucket.UsualName("acme", Account);

    public async Task InitializeAsync()
    {
        Sandbox = await RunningSandbox.StartAsync(timeScale: 1000);
        using var bucket = new AwsStateBucket(Sandbox.Endpoints, Account.Region, Bucket);
        await bucket.EnsureAsync(Account, default);
    }

    public async Task DisposeAsync() => await Sandbox.DisposeAsync();
}
