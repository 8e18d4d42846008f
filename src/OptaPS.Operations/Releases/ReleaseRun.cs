using OptaPS.Kubernetes.Http;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>Opens the cluster, runs an operation on its releases, and turns what the cluster says into findings.</summary>
internal static class ReleaseRun
{
    public static async Task<T> OnAsync<T>(OperationTarget target, ClusterChoice choice, Func<ClusterAccess, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            await using var access = await ClusterAccess.OpenAsync(target, choice, cancellationToken);
            return await run(access);
        }
        catch (KubernetesException e)
        {
            throw e.ToOptaException();
        }
    }
}
