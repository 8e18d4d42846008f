using System.Globalization;
using OptaPS.Cli.Commands.Charts;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary><c>opta release rollback</c>.</summary>
internal static class ReleaseRollbackCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddCluster().AddGlobal()
            .Add("wait", FlagKind.Switch, "wait until all objects are ready")
            .Add("wait-for-jobs", FlagKind.Switch, "wait until jobs have completed, too")
            .Add("no-hooks", FlagKind.Switch, "run no hooks")
            .Add("cleanup-on-fail", FlagKind.Switch, "delete objects that a failed rollback newly made")
            .Add("force-conflicts", FlagKind.Switch, "take over fields that other managers own")
            .Add("history-max", FlagKind.Text, "revisions kept (10; 0 for all)")
            .Add("recover-pending", FlagKind.Switch, "recover a revision that another tool left pending, once it is old enough")
            .Add("recover-pending-after", FlagKind.Text, "age from which that is so (10m0s)")
            .Add("timeout", FlagKind.Text, "longest time for objects and for each hook (5m0s)")
            .Refuse(FlagKind.Switch, "use opta release diff RELEASE NEWEST WANTED to see what would change", "dry-run")
            .Refuse(FlagKind.Switch, "objects are never deleted to be made again", "force", "force-replace")
            .Refuse(FlagKind.Switch, "restart the workloads themselves", "recreate-pods");
        return new FlagCommand("release rollback", "RELEASE [REVISION] [flags]", "Put an earlier revision of a release in force again.", flags, given => RunAsync(front, given));
    }

    private static Task<int> RunAsync(Front front, FlagValues given)
    {
        if (given.Arguments.Count is 0 or > 2)
            throw new FlagException("\"opta release rollback\" requires 1 or 2 arguments: RELEASE [REVISION]");
        var revision = 0;
        if (given.Arguments.Count == 2 && (!int.TryParse(given.Arguments[1], CultureInfo.InvariantCulture, out revision) || revision < 0))
            throw new FlagException($"could not convert revision to a number: {given.Arguments[1]}");
        var request = new RestoreReleaseRequest(Front.Target(given.Text("sandbox")), ClusterFlags.Choice(given), given.Text("namespace"), given.Arguments[0])
        {
            Revision = revision,
            Wait = given.Switch("wait"),
            WaitForJobs = given.Switch("wait-for-jobs"),
            NoHooks = given.Switch("no-hooks"),
            CleanupOnFail = given.Switch("cleanup-on-fail"),
            ForceConflicts = given.Switch("force-conflicts"),
            MaxHistory = given.Number("history-max", 10),
            Timeout = given.Duration("timeout", TimeSpan.FromMinutes(5)),
            RecoverPending = given.Switch("recover-pending"),
            RecoverPendingAfter = given.Duration("recover-pending-after", TimeSpan.FromMinutes(10)),
        };
        return ReleaseOutput.RunAsync(front, given, request, release =>
        {
            front.Output.WriteLine($"{release.Namespace}/{release.ReleaseName}: {release.Description} (now revision {release.Revision})");
            return ExitCodes.Done;
        });
    }
}
