using System.Collections.Concurrent;
using OptaPS.Engine.Dag;
using OptaPS.Engine.Events;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Redaction;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>What the steps of one planning run share.</summary>
internal sealed class PlanContext
{
    internal required ResourceGraph Graph { get; init; }

    internal required DirectedGraph Dependencies { get; init; }

    internal required LayerState State { get; init; }

    internal required PlanOptions Options { get; init; }

    internal required ProviderSet Providers { get; init; }

    internal required Redactor Redactor { get; init; }

    internal required ReadGate Reads { get; init; }

    internal required EventReporter Events { get; init; }

    /// <summary>How long actions take.</summary>
    internal required DurationBook Durations { get; init; }

    /// <summary>Addresses that the plan may touch.</summary>
    internal required IReadOnlySet<string> Scope { get; init; }

    /// <summary>What expressions see of each node that has been planned.</summary>
    internal ConcurrentDictionary<string, NodeValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Live resources by address; null for those that are gone. Absent for those that were not read.</summary>
    internal ConcurrentDictionary<string, ResourceSnapshot?> Live { get; } = new(StringComparer.Ordinal);

    internal ConcurrentDictionary<string, PlannedResource> Planned { get; } = new(StringComparer.Ordinal);

    internal NodeValue ValueOf(string address) => Values.TryGetValue(address, out var value) ? value : NodeValue.Unknown;
}
