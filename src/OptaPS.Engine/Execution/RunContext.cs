using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Redaction;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution;

/// <summary>What everything shares that takes part in one apply.</summary>
internal sealed class RunContext
{
    private readonly Lock randomGate = new();
    private Random? random;
    private long attempts;

    internal required Plan Plan { get; init; }

    internal required LayerWriter Writer { get; init; }

    internal required ProviderSet Providers { get; init; }

    internal required LimiterSet Limiters { get; init; }

    /// <summary>Makes the calls that change nothing.</summary>
    internal required ReadGate Reads { get; init; }

    internal required LayerEngineOptions Settings { get; init; }

    internal required EventReporter Events { get; init; }

    internal required Redactor Redactor { get; init; }

    internal required Ownership Owner { get; init; }

    /// <summary>Nothing new is started and no wait goes on once this is cancelled.</summary>
    internal required CancellationToken Stop { get; init; }

    /// <summary>Calls that are under way are given up once this is cancelled.</summary>
    internal required CancellationToken Hard { get; init; }

    /// <summary>Urgency of addresses: the longest remaining path in ticks.</summary>
    internal IReadOnlyDictionary<string, long> Urgency { get; set; } = new Dictionary<string, long>(StringComparer.Ordinal);

    internal ConcurrentDictionary<string, NodeValue> Values { get; } = new(StringComparer.Ordinal);

    internal TimeProvider Time => Settings.Time;

    internal LayerState State => Writer.State;

    internal NodeValue ValueOf(string address) =>
        Values.TryGetValue(address, out var value) ? value : NodePlanner.RecordedValue(State.Resources.GetValueOrDefault(address));

    internal Task CommitAsync(params IReadOnlyList<JournalEntry> entries) => Writer.CommitAsync(entries);

    /// <summary>A new attempt with its own token.</summary>
    internal OpenOperation NewOperation(string address, PlannedAction action)
    {
        // Attempts of earlier runs are in the state; those of this run are counted here, because commits overlap.
        Interlocked.CompareExchange(ref attempts, State.Attempts, 0);
        var attempt = Interlocked.Increment(ref attempts);
        var text = $"{State.Lineage}|{State.Layer}|{address}|{action}|{attempt}";
        return new OpenOperation(action, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), attempt, Time.GetUtcNow());
    }

    internal double NextRandom()
    {
        lock (randomGate)
        {
            random ??= Settings.JitterSeed is { } seed ? new Random(seed) : new Random();
            return random.NextDouble();
        }
    }
}
