using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Hooks;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Runs the test hooks of a release.</summary>
internal sealed class ReleaseTests(ReleaseCluster cluster)
{
    /// <summary>Runs every test, also after one failed.</summary>
    public async Task<IReadOnlyList<ReleaseTestResult>> RunAsync(string @namespace, string name, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var history = await cluster.Store.HistoryAsync(@namespace, name, cancellationToken);
        if (history.Count == 0)
            throw ReleasePreparation.Missing(@namespace, name);

        var map = await ResourceMap.ReadAsync(cluster.Client, @namespace, cancellationToken);
        var runner = new HookRunner(cluster, map, options.Timeout, options.Progress);
        var stored = history[^1];
        var record = stored.Record;
        var saving = HookSaving.None with { SaveAsync = async () => stored = (await cluster.Store.UpdateAsync(stored, cancellationToken)) with { Record = record } };
        var results = new List<ReleaseTestResult>();
        foreach (var (index, hook) in HookOrder.For(record.Hooks, "test").Concat(HookOrder.For(record.Hooks, "test-success")).DistinctBy(entry => entry.Index))
        {
            IReadOnlyList<string> evidence = [];
            try
            {
                await runner.RunOneAsync(record, index, "test", saving, cancellationToken);
            }
            catch (OptaException e)
            {
                evidence = [e.Diagnostics[0].Message, .. e.Diagnostics[0].Evidence];
            }

            if (hook.Kind is "Pod" or "Job")
                results.Add(Result(record, index, hook, evidence));
        }

        await saving.SaveAsync();
        return results;
    }

    private static ReleaseTestResult Result(ReleaseRecord record, int index, ReleaseHook hook, IReadOnlyList<string> evidence)
    {
        var run = record.Document["hooks"]?[index]?["last_run"];
        return new ReleaseTestResult(
            hook.Name,
            run?["phase"]?.GetValue<string>() ?? "Unknown",
            RecordTime.Read(run?["started_at"]?.GetValue<string>()),
            RecordTime.Read(run?["completed_at"]?.GetValue<string>())) { Evidence = evidence };
    }
}
