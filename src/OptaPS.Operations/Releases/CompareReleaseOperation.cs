using OptaPS.Objects;
using OptaPS.Operations.Views;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>Compares two recorded revisions; secrets are masked by the engine.</summary>
internal static class CompareReleaseOperation
{
    public static Task<IReadOnlyList<ReleaseChange>> RunAsync(CompareReleaseRequest request, CancellationToken cancellationToken) =>
        ReleaseRun.OnAsync<IReadOnlyList<ReleaseChange>>(request.Target, request.Cluster, access => CompareAsync(access, request, cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<ReleaseChange>> CompareAsync(ClusterAccess access, CompareReleaseRequest request, CancellationToken cancellationToken)
    {
        var space = request.Namespace ?? access.Client.DefaultNamespace;
        var revisions = (await access.Releases.HistoryAsync(space, request.Release, cancellationToken)).Select(entry => entry.Revision).ToList();
        var to = request.To > 0 ? request.To : revisions[^1];
        var from = request.From > 0 ? request.From : revisions.Where(revision => revision < to).DefaultIfEmpty(0).Max();
        if (from == 0)
            throw ReleaseErrors.NothingBefore(space, request.Release);

        var diff = await access.Releases.CompareRevisionsAsync(space, request.Release, from, to, cancellationToken);
        return [.. diff.Objects.Select(change => new ReleaseChange(access.EnvironmentName, space, request.Release, from, to, change.Action.ToString(), change.Name)
        {
            Properties = [.. change.Properties.Select(PlanViews.Property)],
        })];
    }
}
