using OptaPS.Helm.Releases;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>Runs a release's tests.</summary>
internal static class TestReleaseOperation
{
    public static Task<IReadOnlyList<ReleaseTest>> RunAsync(TestReleaseRequest request, IOperationSink sink, CancellationToken cancellationToken) =>
        ReleaseRun.OnAsync<IReadOnlyList<ReleaseTest>>(
            request.Target,
            request.Cluster,
            async access =>
            {
                var options = new ReleaseOptions { Timeout = request.Timeout, Holder = request.Target.Actor, Progress = new SinkProgress(sink) };
                var results = await access.Releases.TestAsync(request.Namespace ?? access.Client.DefaultNamespace, request.Release, options, cancellationToken);
                return [.. results.Select(result => new ReleaseTest(result.Name, result.Phase, result.Started, result.Completed) { Evidence = result.Evidence })];
            },
            cancellationToken);
}
