using OptaPS.EndToEnd.Tests.Engine;
using OptaPS.Testing;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>
/// Commands of every kind, killed at random instants while the cloud fails. The usual run kills one command in one world; <see cref="StormRuns"/> says
/// how to run more.
/// </summary>
public sealed class ServiceStormTests(ITestOutputHelper output)
{
    [Fact]
    public async Task KilledCommands_ConvergeToTheWorldOfUndisturbedOnes()
    {
        var runs = new StormRuns(output);
        await runs.RunAsync((seed, world) => new ServiceKillSeries(seed, pwsh: null, runs.Report).RunAsync(world, StormRuns.Kills), usual: 60);
    }

    /// <summary>Part of the long mode only: the usual run has <c>PowerShellSecretTests</c> and the Pester tests.</summary>
    [SkippableFact]
    public async Task KilledCommandsInPowerShell_ConvergeToo()
    {
        Skip.If(StormRuns.Kills == 1, "Part of the long mode: set OPTA_STORM_KILLS.");
        var pwsh = RequiredProgram.Find("pwsh");
        var runs = new StormRuns(output);
        await runs.RunAsync((seed, world) => new ServiceKillSeries(seed, pwsh, runs.Report).RunAsync(world, StormRuns.Kills));
    }
}
