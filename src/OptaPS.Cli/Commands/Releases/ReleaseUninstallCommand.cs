using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary><c>opta release uninstall</c>.</summary>
internal static class ReleaseUninstallCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddCluster().AddGlobal()
            .Add("keep-history", FlagKind.Switch, "keep the records, marked uninstalled")
            .Add("no-hooks", FlagKind.Switch, "run no hooks")
            .Add("ignore-not-found", FlagKind.Switch, "a release that is not there is no error")
            .Add("recover-pending", FlagKind.Switch, "recover a revision that another tool left pending, once it is old enough")
            .Add("recover-pending-after", FlagKind.Text, "age from which that is so (10m0s)")
            .Add("timeout", FlagKind.Text, "longest time for objects and for each hook (5m0s)")
            .Accept(FlagKind.Switch, "wait")
            .Refuse(FlagKind.Switch, "use opta release get manifest to see what would be deleted", "dry-run")
            .Refuse(FlagKind.Text, "objects are deleted in the background, and waited for", "cascade")
            .Refuse(FlagKind.Text, "the records' own words are kept", "description");
        return new FlagCommand("release uninstall", "RELEASE... [flags]", "Remove releases with their objects, and wait until these are gone.", flags, given => RunAsync(front, given));
    }

    private static async Task<int> RunAsync(Front front, FlagValues given)
    {
        if (given.Arguments.Count == 0)
            throw new FlagException("\"opta release uninstall\" requires at least 1 argument");
        foreach (var name in given.Arguments)
        {
            var request = new UninstallReleaseRequest(Front.Target(given.Text("sandbox")), ClusterFlags.Choice(given), given.Text("namespace"), name)
            {
                KeepHistory = given.Switch("keep-history"),
                NoHooks = given.Switch("no-hooks"),
                IgnoreNotFound = given.Switch("ignore-not-found"),
                Timeout = given.Duration("timeout", TimeSpan.FromMinutes(5)),
                RecoverPending = given.Switch("recover-pending"),
                RecoverPendingAfter = given.Duration("recover-pending-after", TimeSpan.FromMinutes(10)),
            };
            var exit = await ReleaseOutput.RunAsync(front, given, request, removed =>
            {
                front.Output.WriteLine($"release \"{removed.ReleaseName}\" uninstalled");
                return ExitCodes.Done;
            });
            if (exit != ExitCodes.Done)
                return exit;
        }

        return ExitCodes.Done;
    }
}
