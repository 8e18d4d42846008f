using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Planning;

/// <summary>What an apply would do to a layer. Made by <see cref="LayerEngine.PlanAsync"/>; everything that is public in it is free of secrets.</summary>
/// <param name="Layer">The layer.</param>
public sealed record Plan(string Layer)
{
    /// <summary>Every resource of the graph and every recorded one, in an order in which dependencies come first.</summary>
    public required IReadOnlyList<PlannedResource> Resources { get; init; }

    /// <summary>The answers that the plan is based on.</summary>
    public IReadOnlyList<PlannedLookup> Lookups { get; init; } = [];

    /// <summary>Counts, and the lines to show first.</summary>
    public required PlanSummary Summary { get; init; }

    /// <summary>Warnings to show with the plan.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>How it was made.</summary>
    public required PlanOptions Options { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the layer's state that it is based on.</summary>
    public required long StateVersion { get; init; }

    /// <summary>Names of outputs whose value an apply would set or change; values are not in the plan.</summary>
    public IReadOnlyList<string> ChangedOutputs { get; init; } = [];

    /// <summary>Resources whose action is not <see cref="PlannedAction.None"/>.</summary>
    public IEnumerable<PlannedResource> Changes => Resources.Where(resource => resource.Action != PlannedAction.None);

    /// <summary>True when an apply would do anything to a resource or change an output.</summary>
    public bool HasChanges => ChangedOutputs.Count > 0 || Changes.Any();

    /// <summary>Why the plan will not be applied as it stands; empty when it can be.</summary>
    public IReadOnlyList<Diagnostic> Refusals =>
        [.. Resources.Select(resource => resource.Refusal).OfType<Diagnostic>().Where(refusal => refusal.Severity == Severity.Error)];

    /// <summary>The graph that was planned; empty for a destroy.</summary>
    internal ResourceGraph Graph { get; init; } = new(Layer) { Resources = [], Owner = new Ownership("", "", Layer) };

    /// <summary>Records that get a new address: new to former.</summary>
    internal IReadOnlyDictionary<string, string> Moves { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Digest of everything that is to be done, for saved plans.</summary>
    internal string Fingerprint { get; init; } = "";
}
