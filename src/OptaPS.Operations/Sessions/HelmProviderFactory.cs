using OptaPS.Engine.Providers;
using OptaPS.Helm.Provider;
using OptaPS.Helm.Repositories;
using OptaPS.Kubernetes;
using OptaPS.Operations.Targets;

namespace OptaPS.Operations.Sessions;

/// <summary>Builds the provider of Helm releases with the chart sources of a target.</summary>
internal static class HelmProviderFactory
{
    public static IResourceProvider Create(ResolvedTarget target, KubernetesClientFactory clusters, TimeProvider time, List<IDisposable> disposables)
    {
        // A target that serves charts brings their lock. For the published repositories the digest of the first use is recorded
        // with the release and holds from then on.
        var sources = new ChartSourceOptions(target.Endpoints, ChartLock.ForTarget(target.Endpoints, ChartLock.Empty)) { CacheFolder = target.CacheFolder };
        var fetcher = new ChartFetcher(sources, time);
        disposables.Add(fetcher);
        return new HelmResourceProvider(clusters, new ChartLibrary(fetcher, new ProductCharts()), time);
    }
}
