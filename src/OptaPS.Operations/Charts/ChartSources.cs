using OptaPS.Helm.Repositories;
using OptaPS.Operations.Targets;
using OptaPS.Requests;
using OptaPS.Secrets;

namespace OptaPS.Operations.Charts;

/// <summary>Opens the repositories and registries that a request names.</summary>
internal static class ChartSources
{
    public static async Task<ChartFetcher> OpenAsync(OperationTarget operationTarget, ChartSource source, string address, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(operationTarget, cancellationToken);
        var credentials = source.UserName.Length > 0 ? new[] { new RepositoryCredentials(address, source.UserName, source.Password ?? new Secret("")) } : [];
        return new ChartFetcher(
            new ChartSourceOptions(target.Endpoints, ChartLock.ForTarget(target.Endpoints, ChartLock.Empty)) { CacheFolder = target.CacheFolder, Credentials = credentials },
            TimeProvider.System);
    }
}
