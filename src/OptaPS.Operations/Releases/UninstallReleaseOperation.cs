using OptaPS.Helm.Releases;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>Removes a release.</summary>
internal static class UninstallReleaseOperation
{
    public static Task<RemovedRelease> RunAsync(UninstallReleaseRequest request, IOperationSink sink, CancellationToken cancellationToken) =>
        ReleaseRun.OnAsync(
            request.Target,
            request.Cluster,
            async access =>
            {
                var space = request.Namespace ?? access.Client.DefaultNamespace;
                if (!request.IgnoreNotFound && await access.Releases.GetAsync(space, request.Release, cancellationToken) is null)
                    throw ReleaseErrors.Missing(space, request.Release, revision: 0);

                var options = new ReleaseOptions
                {
                    Timeout = request.Timeout,
                    SkipHooks = request.NoHooks,
                    RecoverPending = request.RecoverPending,
                    RecoverPendingAfter = request.RecoverPendingAfter,
                    Holder = request.Target.Actor,
                    Progress = new SinkProgress(sink),
                };
                await access.Releases.UninstallAsync(new UninstallRequest(space, request.Release) { Options = options, KeepHistory = request.KeepHistory }, cancellationToken);
                return new RemovedRelease(access.EnvironmentName, space, request.Release, request.KeepHistory);
            },
            cancellationToken);
}
