using OptaPS.Helm.Releases;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>Rolls a release back.</summary>
internal static class RestoreReleaseOperation
{
    public static Task<ReleaseView> RunAsync(RestoreReleaseRequest request, IOperationSink sink, CancellationToken cancellationToken) =>
        ReleaseRun.OnAsync(
            request.Target,
            request.Cluster,
            async access =>
            {
                var options = new ReleaseOptions
                {
                    Timeout = request.Timeout,
                    Wait = request.Wait || request.WaitForJobs,
                    WaitForJobs = request.WaitForJobs,
                    SkipHooks = request.NoHooks,
                    CleanupOnFail = request.CleanupOnFail,
                    ForceConflicts = request.ForceConflicts,
                    MaxHistory = request.MaxHistory,
                    RecoverPending = request.RecoverPending,
                    RecoverPendingAfter = request.RecoverPendingAfter,
                    Holder = request.Target.Actor,
                    Progress = new SinkProgress(sink),
                };
                var space = request.Namespace ?? access.Client.DefaultNamespace;
                return ReleaseViews.Of(await access.Releases.RollbackAsync(new RollbackRequest(space, request.Release, request.Revision) { Options = options }, cancellationToken), access);
            },
            cancellationToken);
}
