using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Locking;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine;

/// <summary>The engine's front: plans and applies layers, and reads what their states record. Safe to call from many threads.</summary>
public sealed class LayerEngine
{
    /// <summary>Makes an engine.</summary>
    /// <param name="providers">Serve the resource types, in addition to the built-in <c>random</c>, <c>tls</c> and <c>time</c>.</param>
    /// <param name="backend">Keeps the states.</param>
    /// <param name="options">Settings.</param>
    public LayerEngine(IEnumerable<IResourceProvider> providers, IStateBackend backend, LayerEngineOptions options)
    {
    }

    /// <summary>Checks a graph without any call: unknown references, cycles, unknown types, what the providers find wrong. All findings together.</summary>
    public IReadOnlyList<Diagnostic> Validate(ResourceGraph graph) => throw Unavailable();

    /// <summary>Compares a graph with the recorded and the live state. Changes nothing, takes no lock.</summary>
    /// <param name="graph">What the layer should consist of.</param>
    /// <param name="options">How to plan; null for the defaults.</param>
    /// <param name="events">Receives events on any thread, one at a time.</param>
    /// <param name="cancellationToken">Stops planning.</param>
    /// <exception cref="OptaException">The graph is wrong, the state cannot be read, or a live resource could not be read.</exception>
    public Task<Plan> PlanAsync(ResourceGraph graph, PlanOptions? options = null, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Plans the removal of everything that a layer's state records; needs no graph.</summary>
    public Task<Plan> PlanDestroyAsync(string layer, PlanOptions? options = null, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>
    /// Carries a plan out under the layer's lock. Failures of resources are in the result, not thrown. When everything of a destroy plan is gone, the layer's state is removed.
    /// </summary>
    /// <param name="plan">The plan; refused when the layer's state changed since it was made.</param>
    /// <param name="options">How to apply; null for the defaults.</param>
    /// <param name="events">Receives events on any thread, one at a time.</param>
    /// <param name="cancellationToken">Stops starting actions and brings what runs to a durable point; the result then says what is open.</param>
    /// <exception cref="OptaException">The plan is refused, the lock is held by somebody else, the state cannot be written.</exception>
    public Task<ApplyResult> ApplyAsync(Plan plan, ApplyOptions? options = null, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Writes a plan to a stream as JSON, secrets encrypted, to be applied later exactly or refused.</summary>
    public Task SavePlanAsync(Plan plan, Stream destination, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Reads a saved plan and makes it again from the present state and live resources; refuses when the outcome is not the one that was saved.</summary>
    /// <exception cref="OptaException">The file is no plan, or state, inputs or live resources moved (OPTA2404).</exception>
    public Task<Plan> LoadPlanAsync(Stream source, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>The outputs of a layer as recorded, secrets decrypted; null when the layer has no state.</summary>
    public Task<LayerOutputs?> ReadOutputsAsync(string layer, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>The layers that have a state; with <paramref name="parent"/> only its child layers (<c>staging</c> gives <c>staging/hello</c>).</summary>
    public Task<IReadOnlyList<LayerSummary>> ListLayersAsync(string? parent = null, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>The state of a layer with secrets decrypted, or null when it has none.</summary>
    public Task<LayerState?> ReadStateAsync(string layer, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>A layer's overlay entries by key; empty when there are none.</summary>
    public Task<IReadOnlyDictionary<string, OverlayEntry>> ReadOverlayAsync(string layer, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Writes an overlay entry under the layer's lock. <see cref="ApplyOptions.OverlayWrites"/> does the same together with an apply.</summary>
    public Task WriteOverlayAsync(string layer, OverlayEntry entry, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Removes an overlay entry under the layer's lock; false when there was none.</summary>
    public Task<bool> RemoveOverlayAsync(string layer, string key, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Sets or lifts a user's protection of a recorded resource.</summary>
    public Task ProtectAsync(string layer, string address, bool isProtected, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Who holds the layer's lock, or null when nobody does.</summary>
    public Task<LeaseInfo?> ReadLockAsync(string layer, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Ends the lock of a holder that is known to be dead; what it may still try to write is refused.</summary>
    /// <returns>The lock that was ended, or null when there was none.</returns>
    public Task<LeaseInfo?> BreakLockAsync(string layer, CancellationToken cancellationToken = default) => throw Unavailable();

    /// <summary>Lists live resources that carry the layer's ownership mark and are not in its state: what a destroy left behind.</summary>
    public Task<IReadOnlyList<ResourceSnapshot>> ListLeftoversAsync(Ownership owner, CancellationToken cancellationToken = default) => throw Unavailable();

    private static OptaException Unavailable() =>
        new(new Diagnostic("OPTA2000", Severity.Error, "The engine is being built.") { Category = DiagnosticCategory.NotImplemented });
}
