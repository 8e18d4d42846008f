using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>Reads a release's record.</summary>
internal static class GetReleaseOperation
{
    public static Task<ReleaseView> RunAsync(GetReleaseRequest request, CancellationToken cancellationToken) =>
        ReleaseRun.OnAsync(
            request.Target,
            request.Cluster,
            async access =>
            {
                var space = request.Namespace ?? access.Client.DefaultNamespace;
                var record = await access.Releases.GetAsync(space, request.Release, cancellationToken, request.Revision);
                return record is null ? throw ReleaseErrors.Missing(space, request.Release, request.Revision) : ReleaseViews.Of(record, access);
            },
            cancellationToken);
}
