using OptaPS.Helm.Charts;
using OptaPS.Helm.Tools;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Charts;

/// <summary>Lists and fetches the dependencies of a chart's folder.</summary>
internal static class DependencyOperation
{
    public static async Task<IReadOnlyList<ChartDependencyInfo>> ListAsync(ListDependencyRequest request, CancellationToken cancellationToken)
    {
        var path = Path.Combine(request.Target.WorkingFolder, request.Chart);
        var chart = await ChartLoader.LoadAsync(path, cancellationToken);
        var found = await ChartDependencies.ListAsync(path, chart, cancellationToken);
        return [.. found.Select(entry => new ChartDependencyInfo(entry.Dependency.Name, entry.Dependency.Version, entry.Dependency.Repository, entry.Status))];
    }

    public static async Task<IReadOnlyList<string>> UpdateAsync(UpdateDependencyRequest request, CancellationToken cancellationToken)
    {
        using var fetcher = await ChartSources.OpenAsync(request.Target, request.Source, request.Source.Repository, cancellationToken);
        var updater = new DependencyUpdater(new RemoteCharts(fetcher), TimeProvider.System);
        return await updater.UpdateAsync(Path.Combine(request.Target.WorkingFolder, request.Chart), request.FromLock, cancellationToken);
    }
}
