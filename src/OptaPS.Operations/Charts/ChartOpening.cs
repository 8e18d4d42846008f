using OptaPS.Helm.Charts;
using OptaPS.Helm.Repositories;
using OptaPS.Helm.Tools;
using OptaPS.Requests;

namespace OptaPS.Operations.Charts;

/// <summary>Opens the chart of an argument: a local path, else a repository or registry.</summary>
internal static class ChartOpening
{
    public static Task<Chart> OpenAsync(OperationTarget target, string argument, ChartSource source, CancellationToken cancellationToken)
    {
        var path = Path.Combine(target.WorkingFolder, argument);
        return Directory.Exists(path) || File.Exists(path) || argument.StartsWith('.') || Path.IsPathRooted(argument)
            ? ChartLoader.LoadAsync(path, cancellationToken)
            : LoadRemoteAsync(target, argument, source, cancellationToken);
    }

    public static async Task<Chart> LoadRemoteAsync(OperationTarget target, string argument, ChartSource source, CancellationToken cancellationToken)
    {
        var reference = ChartAddress.Read(argument, source.Repository, source.Version);
        using var fetcher = await ChartSources.OpenAsync(target, source, reference.Repository, cancellationToken);
        return await new RemoteCharts(fetcher).LoadAsync(reference, cancellationToken);
    }

    public static async Task<FetchedChart> FetchAsync(OperationTarget target, string argument, ChartSource source, CancellationToken cancellationToken)
    {
        var reference = ChartAddress.Read(argument, source.Repository, source.Version);
        using var fetcher = await ChartSources.OpenAsync(target, source, reference.Repository, cancellationToken);
        return await new RemoteCharts(fetcher).FetchAsync(reference, cancellationToken);
    }
}
