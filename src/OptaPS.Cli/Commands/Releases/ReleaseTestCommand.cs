using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary><c>opta release test</c>.</summary>
internal static class ReleaseTestCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddCluster().AddGlobal()
            .Add("timeout", FlagKind.Text, "longest time for each test (5m0s)")
            .Refuse(FlagKind.Switch, "log lines of failed tests are shown always", "logs")
            .Refuse(FlagKind.CommaList, "all tests of the release are run", "filter");
        return new FlagCommand("release test", "RELEASE [flags]", "Run the tests of a release.", flags, given =>
        {
            var request = new TestReleaseRequest(Front.Target(given.Text("sandbox")), ClusterFlags.Choice(given), given.Text("namespace"), given.Release("test"))
            {
                Timeout = given.Duration("timeout", TimeSpan.FromMinutes(5)),
            };
            return ReleaseOutput.RunAsync(front, given, request, tests => Show(front, tests));
        });
    }

    private static int Show(Front front, IReadOnlyList<ReleaseTest> tests)
    {
        if (tests.Count == 0)
            front.Output.WriteLine("TEST SUITE: None");
        foreach (var test in tests)
        {
            ReleaseText.Test(test, front.Output);
            foreach (var line in test.Evidence)
                front.Error.WriteLine("  " + line);
        }

        return tests.All(test => test.Phase == "Succeeded") ? ExitCodes.Done : ExitCodes.Failed;
    }
}
