using OptaPS.Helm.Charts;
using OptaPS.Requests;

namespace OptaPS.Operations.Charts;

/// <summary>What <c>--dependency-update</c> does before a local chart is rendered: fetches dependencies when some are missing.</summary>
internal static class DependencyCheck
{
    public static async Task<IReadOnlyList<string>> UpdateAsync(ExpandChartRequest request, CancellationToken cancellationToken)
    {
        if (request.Arguments.Count == 0)
            return [];
        var argument = request.Arguments[^1];
        var folder = Path.Combine(request.Target.WorkingFolder, argument);
        if (!Directory.Exists(folder))
            return [];
        var chart = await ChartLoader.LoadAsync(folder, cancellationToken);
        var missing = (chart.Metadata.Dependencies ?? []).Any(declared => chart.Dependencies.All(found => found.Name != declared.Name));
        return missing
            ? await DependencyOperation.UpdateAsync(new UpdateDependencyRequest(request.Target, argument, FromLock: false) { Source = request.Source }, cancellationToken)
            : [];
    }
}
