using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>Lists the releases of a cluster.</summary>
internal static class ListReleaseOperation
{
    public static Task<IReadOnlyList<ReleaseView>> RunAsync(ListReleaseRequest request, CancellationToken cancellationToken) =>
        ReleaseRun.OnAsync<IReadOnlyList<ReleaseView>>(
            request.Target,
            request.Cluster,
            async access => [.. (await access.Releases.ListAsync(request.Namespace, cancellationToken)).Select(info => ReleaseViews.Of(info, access))],
            cancellationToken);
}
