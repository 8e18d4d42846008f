using OptaPS.Helm.Releases.Records;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>Lists a release's revisions.</summary>
internal static class GetReleaseHistoryOperation
{
    public static Task<IReadOnlyList<ReleaseRevision>> RunAsync(GetReleaseHistoryRequest request, CancellationToken cancellationToken) =>
        ReleaseRun.OnAsync<IReadOnlyList<ReleaseRevision>>(
            request.Target,
            request.Cluster,
            async access =>
            {
                var space = request.Namespace ?? access.Client.DefaultNamespace;
                var history = await access.Releases.HistoryAsync(space, request.Release, cancellationToken);
                return [.. history.Select(entry => new ReleaseRevision(access.EnvironmentName, space, request.Release, entry.Revision)
                {
                    Updated = entry.Updated,
                    Status = ReleaseStatusText.Write(entry.Status),
                    Chart = entry.Chart,
                    AppVersion = entry.AppVersion,
                    Description = entry.Description,
                })];
            },
            cancellationToken);
}
