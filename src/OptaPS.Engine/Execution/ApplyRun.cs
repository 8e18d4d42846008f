using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Redaction;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution;

/// <summary>One apply under a lock that is already held.</summary>
internal sealed class ApplyRun(Plan plan, ApplyOptions options, LayerWriter writer, ProviderSet providers, LimiterSet limiters, ReadGate reads, LayerEngineOptions settings, IProgress<EngineEvent>? sink)
{
    private readonly Redactor redactor = new();

    internal async Task<ApplyResult> RunAsync(CancellationToken cancellationToken)
    {
        var start = settings.Time.GetTimestamp();
        await writer.CommitAsync(Preparations());
        foreach (var record in writer.State.Resources.Values)
        {
            redactor.AddFrom(record.Applied, record.SensitivePaths);
            redactor.AddFrom(record.Outputs, record.SensitiveOutputs);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, writer.Ended);
        using var hard = new CancellationTokenSource(Timeout.InfiniteTimeSpan, settings.Time);
        await using var onStop = cancellationToken.Register(() => hard.CancelAfter(settings.SettleTime));
        await using var onEnd = writer.Ended.Register(hard.Cancel);
        var context = new RunContext
        {
            Plan = plan,
            Writer = writer,
            Providers = providers,
            Limiters = limiters,
            Reads = reads,
            Settings = settings,
            Events = new EventReporter(plan.Layer, sink, redactor, settings.Time) { Total = plan.Changes.Count() },
            Redactor = redactor,
            Owner = writer.State.Owner ?? plan.Graph.Owner,
            Stop = stop.Token,
            Hard = hard.Token,
        };
        foreach (var lookup in plan.Lookups)
            context.Values[lookup.Address] = new NodeValue(lookup.Answer, null);

        var executor = new Executor(context);
        var resources = await executor.RunAsync();
        var failures = executor.Failures;
        if (writer.Ended.IsCancellationRequested)
        {
            // What could not be recorded has one cause, however many resources it struck.
            var cause = writer.Failure ?? failures.FirstOrDefault(failure => failure.Code == "OPTA2202") ?? Locking.LeaseErrors.Lost(plan.Layer, null).Diagnostics[0];
            failures = [cause, .. failures.Where(failure => failure.Code != cause.Code)];
        }
        else if (!plan.Options.Destroy)
            await WriteOutputsAsync(context);
        var status = failures.Count > 0 ? ApplyStatus.Failed
            : cancellationToken.IsCancellationRequested && resources.Any(resource => resource.Outcome is ResourceOutcome.Open or ResourceOutcome.Skipped) ? ApplyStatus.Cancelled
            : resources.Any(resource => resource.Outcome is ResourceOutcome.Open) ? ApplyStatus.Cancelled
            : ApplyStatus.Done;
        if (plan.Options.Destroy && status == ApplyStatus.Done && writer.State.Resources.IsEmpty)
            await writer.DeleteAsync(CancellationToken.None);
        return new ApplyResult(plan.Layer, status)
        {
            Resources = resources,
            Outputs = OutputsOf(writer.State),
            Elapsed = settings.Time.GetElapsedTime(start),
            Failures = failures,
        };
    }

    internal static LayerOutputs OutputsOf(LayerState state) => new(state.Layer) { Values = state.Outputs, Sensitive = state.SensitiveOutputs };

    /// <summary>What is recorded before the first change: wishes, defaults, owner, moves, kept answers.</summary>
    private List<JournalEntry> Preparations()
    {
        var state = writer.State;
        var entries = new List<JournalEntry>();
        entries.AddRange(options.OverlayRemovals.Where(state.Overlay.ContainsKey).Select(key => new OverlayRemovedEntry(key)));
        entries.AddRange(options.OverlayWrites.Select(entry => new OverlaySetEntry(entry)));
        entries.AddRange(options.Defaults
            .Where(pair => !state.Defaults.ContainsKey(pair.Key) || options.ReplaceDefaults.Contains(pair.Key, StringComparer.Ordinal))
            .Where(pair => !JsonEquality.Equal(pair.Value, state.Defaults.GetValueOrDefault(pair.Key)))
            .Select(pair => new DefaultsEntry(pair.Key, pair.Value)));
        if (!plan.Options.Destroy && plan.Graph.Owner != state.Owner)
            entries.Add(new OwnerEntry(plan.Graph.Owner));
        entries.AddRange(plan.Moves.Select(move => new MovedEntry(move.Value, move.Key)));
        var keep = plan.Graph.Lookups.Where(node => node.KeepFirstAnswer).Select(node => node.Address).ToHashSet(StringComparer.Ordinal);
        entries.AddRange(plan.Lookups
            .Where(lookup => !lookup.Kept && keep.Contains(lookup.Address))
            .Select(lookup => new LookupEntry(new LookupRecord(lookup.Address, lookup.Type, lookup.Query, lookup.Answer))));
        return entries;
    }

    /// <summary>Records the outputs that are known; one that a failure kept from being known keeps its recorded value.</summary>
    private async Task WriteOutputsAsync(RunContext context)
    {
        var state = writer.State;
        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var sensitive = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, expression) in plan.Graph.Outputs)
        {
            EvaluatedDocument value;
            try
            {
                value = ExpressionEvaluator.Evaluate(expression, context.ValueOf, $"output {name}");
            }
            catch (OptaException) when (state.Outputs.ContainsKey(name))
            {
                value = new EvaluatedDocument(null, [""], []);
            }

            if (value.IsKnown)
                values[name] = value.Value;
            else if (state.Outputs.TryGetValue(name, out var recorded))
                values[name] = recorded;
            else
                continue;
            if (plan.Graph.SensitiveOutputs.Contains(name) || value.Sensitive.Count > 0 || state.SensitiveOutputs.Contains(name) && !value.IsKnown)
                sensitive.Add(name);
        }

        var same = values.Count == state.Outputs.Count
            && values.All(pair => state.Outputs.TryGetValue(pair.Key, out var recorded) && JsonEquality.Equal(pair.Value, recorded))
            && sensitive.SetEquals(state.SensitiveOutputs);
        if (!same)
            await writer.CommitAsync(new OutputsEntry(values, [.. sensitive.Order(StringComparer.Ordinal)]));
    }
}
