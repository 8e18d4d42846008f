using OptaPS.Diagnostics;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Graphs;
using OptaPS.Engine.Locking;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Planning.Drift;
using OptaPS.Engine.Planning.Imports;
using OptaPS.Engine.Planning.Moves;
using OptaPS.Engine.Preflight;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine;

/// <summary>The engine's front: plans and applies layers, and reads what their states record. Safe to call from many threads.</summary>
public sealed class LayerEngine
{
    private readonly ProviderSet providers;
    private readonly IStateBackend backend;
    private readonly LayerEngineOptions settings;
    private readonly LayerLoader loader;
    private readonly LimiterSet limiters;
    private readonly ReadGate reads;
    private readonly Planner planner;

    /// <summary>Makes an engine.</summary>
    /// <param name="providers">Serve the resource types, in addition to the built-in <c>random</c> and <c>tls</c>.</param>
    /// <param name="backend">Keeps the states.</param>
    /// <param name="options">Settings.</param>
    public LayerEngine(IEnumerable<IResourceProvider> providers, IStateBackend backend, LayerEngineOptions options)
    {
        this.backend = backend;
        settings = options;
        this.providers = new ProviderSet([.. Generated.GeneratedProviders.Create(options.Time), .. providers]);
        loader = new LayerLoader(options.KeyWrapper, options.OtherKeyWrappers, options.World, backend.Description);
        limiters = new LimiterSet(options.Time);
        reads = new ReadGate(options, limiters);
        planner = new Planner(this.providers, reads, options);
    }

    /// <summary>Checks a graph without any call: unknown references, cycles, unknown types, what the providers find wrong. All findings together.</summary>
    public IReadOnlyList<Diagnostic> Validate(ResourceGraph graph) => GraphValidator.Validate(graph, providers, out _);

    /// <summary>Compares a graph with the recorded and the live state. Changes nothing, takes no lock.</summary>
    /// <param name="graph">What the layer should consist of.</param>
    /// <param name="options">How to plan; null for the defaults.</param>
    /// <param name="events">Receives events on any thread, one at a time.</param>
    /// <param name="cancellationToken">Stops planning.</param>
    /// <exception cref="OptaException">The graph is wrong, the state cannot be read, or a live resource could not be read.</exception>
    public async Task<Plan> PlanAsync(ResourceGraph graph, PlanOptions? options = null, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default)
    {
        var state = await ReadStateAsync(graph.Layer, cancellationToken);
        return await planner.PlanAsync(graph, state, options ?? new PlanOptions(), events, cancellationToken);
    }

    /// <summary>Plans the removal of everything that a layer's state records; needs no graph.</summary>
    public async Task<Plan> PlanDestroyAsync(string layer, PlanOptions? options = null, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default)
    {
        var state = await ReadStateAsync(layer, cancellationToken);
        return await PlanDestroyAsync(layer, state, options, events, cancellationToken);
    }

    /// <summary>Plans the removal of what was found of a layer whose state is lost. To be carried out it has to be recorded first.</summary>
    public Task<Plan> PlanDestroyAsync(LayerState found, PlanOptions? options = null, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default) =>
        PlanDestroyAsync(found.Layer, found, options, events, cancellationToken);

    /// <summary>Records what was found of a layer whose state is lost, as the layer's own. Touches none of it.</summary>
    /// <returns>The version of the new state, for plans that were made of what was found.</returns>
    /// <exception cref="OptaException">The layer has a state after all (OPTA2403).</exception>
    public async Task<long> RecordFoundAsync(LayerState found, IReadOnlyList<OverlayEntry> overlayWrites, CancellationToken cancellationToken = default)
    {
        await using var writer = await OpenAsync(found.Layer, "recover", cancellationToken);
        if (!writer.State.Resources.IsEmpty)
            throw Moved(found.Layer);
        await writer.CommitAsync(
        [
            new OwnerEntry(found.Owner!),
            .. overlayWrites.Select(entry => new OverlaySetEntry(entry)),
            .. found.Resources.Values.OrderBy(record => record.Address, StringComparer.Ordinal).Select(record => new DoneEntry(record)),
        ]);
        return writer.State.Version;
    }

    /// <summary>
    /// Carries a plan out under the layer's lock. Failures of resources are in the result, not thrown. When everything of a destroy plan is gone, the layer's state is removed.
    /// </summary>
    /// <param name="plan">The plan; refused when the layer's state changed since it was made.</param>
    /// <param name="options">How to apply; null for the defaults.</param>
    /// <param name="events">Receives events on any thread, one at a time.</param>
    /// <param name="cancellationToken">Stops starting actions and brings what runs to a durable point; the result then says what is open.</param>
    /// <exception cref="OptaException">The plan is refused, the lock is held by somebody else, the state cannot be written.</exception>
    public async Task<ApplyResult> ApplyAsync(Plan plan, ApplyOptions? options = null, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default)
    {
        if (plan.Refusals.Count > 0)
            throw new OptaException(plan.Refusals);
        options ??= new ApplyOptions();
        await using var writer = await OpenAsync(plan.Layer, options.Operation, cancellationToken, options.LockAwaited);
        if (writer.State.Version != plan.StateVersion)
            throw Moved(plan.Layer);

        return await new ApplyRun(plan, options, writer, providers, limiters, reads, settings, events).RunAsync(cancellationToken);
    }

    /// <summary>Writes a plan to a stream as JSON, secrets encrypted, to be applied later exactly or refused.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="extras">What is kept with the plan; null for nothing.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task SavePlanAsync(Plan plan, Stream destination, SavedPlanExtras? extras = null, CancellationToken cancellationToken = default) =>
        SavedPlan.WriteAsync(plan, extras ?? new SavedPlanExtras(), settings, destination, cancellationToken);

    /// <summary>Reads what a saved plan is about, without making it again.</summary>
    /// <exception cref="OptaException">The file is no plan (OPTA2407) or belongs to another target (OPTA2104).</exception>
    public async Task<SavedPlanHeader> ReadPlanHeaderAsync(Stream source, CancellationToken cancellationToken = default)
    {
        var saved = await SavedPlan.ReadAsync(source, settings, cancellationToken);
        return new SavedPlanHeader(saved.Layer, saved.CreatedAt, saved.Extras);
    }

    /// <summary>Reads a saved plan and makes it again from the present state and live resources; refuses when the outcome is not the one that was saved.</summary>
    /// <exception cref="OptaException">The file is no plan, or state, inputs or live resources moved (OPTA2404).</exception>
    public async Task<LoadedPlan> LoadPlanAsync(Stream source, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default)
    {
        var saved = await SavedPlan.ReadAsync(source, settings, cancellationToken);
        var plan = await PlanAsync(saved.Graph, saved.Options, events, cancellationToken);
        return new LoadedPlan(saved.Check(plan), saved.Extras);
    }

    /// <summary>
    /// Compares the live resources of a layer with what was last applied. Needs no file: the plan's changes are what differs, and applying it
    /// brings the layer back to what is recorded. Null when the layer has no state.
    /// </summary>
    public async Task<Plan?> PlanRepairAsync(string layer, PlanOptions? options = null, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default)
    {
        if (await ReadStateAsync(layer, cancellationToken) is not { } state)
            return null;
        return await planner.PlanAsync(RecordedGraph.Of(state), state, (options ?? new PlanOptions()) with { KeepOrphans = true }, events, cancellationToken);
    }

    /// <summary>Looks existing resources up that a layer is to take over, and says what the next apply would do with each. Changes nothing, takes no lock.</summary>
    /// <param name="graph">What the layer should consist of.</param>
    /// <param name="identifiers">The systems' identifiers by address.</param>
    /// <param name="events">Receives events.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptaException">An address is unknown or taken, or nothing with that identifier exists; all findings together.</exception>
    public async Task<ImportPlan> PlanImportAsync(ResourceGraph graph, IReadOnlyDictionary<string, string> identifiers, IProgress<EngineEvent>? events = null, CancellationToken cancellationToken = default)
    {
        var state = await ReadStateAsync(graph.Layer, cancellationToken);
        return await new ImportPlanner(providers, planner, reads).PlanAsync(graph, state, identifiers, events, cancellationToken);
    }

    /// <summary>Records the resources of an import plan as the layer's own. Touches none of them.</summary>
    /// <param name="plan">The plan; refused when the layer's state changed since it was made.</param>
    /// <param name="overlayWrites">Overlay entries to write with it.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    public async Task ImportAsync(ImportPlan plan, IReadOnlyList<OverlayEntry> overlayWrites, CancellationToken cancellationToken = default)
    {
        await using var writer = await OpenAsync(plan.Layer, "import", cancellationToken);
        if (writer.State.Version != plan.StateVersion)
            throw Moved(plan.Layer);
        var entries = new List<JournalEntry>(overlayWrites.Select(entry => new OverlaySetEntry(entry)));
        if (writer.State.Owner is null)
            entries.Add(new OwnerEntry(plan.Owner));
        entries.AddRange(plan.Resources.Where(resource => !resource.Known).Select(resource => new DoneEntry(resource.Record)));
        await writer.CommitAsync(entries);
    }

    /// <summary>Gives records of a layer new addresses without touching their resources. A final <c>/*</c> on both sides moves a whole module.</summary>
    /// <returns>The moves: former to new address; none when the move was made before, by a run that was killed behind it.</returns>
    /// <exception cref="OptaException">Nothing has the former address (OPTA2008) or the new one is taken (OPTA2411).</exception>
    public async Task<IReadOnlyDictionary<string, string>> MoveAsync(string layer, string from, string to, CancellationToken cancellationToken = default)
    {
        await using var writer = await OpenAsync(layer, "move", cancellationToken);
        var moves = AddressMoves.Find(writer.State, from, to);
        if (moves.Count > 0)
            await writer.CommitAsync([.. moves.Select(move => new MovedEntry(move.Key, move.Value))]);
        return moves;
    }

    /// <summary>Asks the providers whether a plan can succeed: quotas, names that are taken, credentials that last. Changes nothing.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="skipped">Names of checks that are left out; null for none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<PreflightFinding>> PreflightAsync(Plan plan, IReadOnlyCollection<string>? skipped = null, CancellationToken cancellationToken = default)
    {
        var findings = new List<PreflightFinding>();
        foreach (var provider in providers.All.OfType<IPreflightProvider>())
            findings.AddRange(await provider.CheckAsync(PreflightRequest.Of(plan, provider.Name) with { Skipped = skipped ?? [] }, cancellationToken));
        return findings;
    }

    /// <summary>The outputs of a layer as recorded, secrets decrypted; null when the layer has no state.</summary>
    public async Task<LayerOutputs?> ReadOutputsAsync(string layer, CancellationToken cancellationToken = default)
    {
        var state = await ReadStateAsync(layer, cancellationToken);
        return state is null ? null : ApplyRun.OutputsOf(state);
    }

    /// <summary>The layers that have a state; with <paramref name="parent"/> only its child layers (<c>staging</c> gives <c>staging/hello</c>).</summary>
    public async Task<IReadOnlyList<LayerSummary>> ListLayersAsync(string? parent = null, CancellationToken cancellationToken = default)
    {
        var summaries = new List<LayerSummary>();
        foreach (var layer in await backend.ListLayersAsync(cancellationToken))
        {
            if (parent is not null && !layer.StartsWith(parent + "/", StringComparison.Ordinal))
                continue;
            try
            {
                if (await ReadStateAsync(layer, cancellationToken) is { } state)
                    summaries.Add(new LayerSummary(layer, state.Resources.Count, state.Resources.Values.Count(record => record.Open is not null), state.LastChange));
            }
            catch (OptaException exception) when (exception.Diagnostics[0].Category == DiagnosticCategory.InvalidData)
            {
                // One that is damaged does not hide the others.
                summaries.Add(new LayerSummary(layer, 0, 0, default) { Problem = exception.Diagnostics[0] });
            }
        }

        return summaries;
    }

    /// <summary>The state of a layer with secrets decrypted, or null when it has none.</summary>
    public async Task<LayerState?> ReadStateAsync(string layer, CancellationToken cancellationToken = default)
    {
        var stored = await backend.ReadAsync(layer, cancellationToken);
        return (await loader.LoadAsync(layer, stored, cancellationToken))?.State;
    }

    /// <summary>A layer's overlay entries by key; empty when there are none.</summary>
    public async Task<IReadOnlyDictionary<string, OverlayEntry>> ReadOverlayAsync(string layer, CancellationToken cancellationToken = default)
    {
        var state = await ReadStateAsync(layer, cancellationToken);
        return state is null ? new Dictionary<string, OverlayEntry>(StringComparer.Ordinal) : state.Overlay;
    }

    /// <summary>Writes an overlay entry under the layer's lock. <see cref="ApplyOptions.OverlayWrites"/> does the same together with an apply.</summary>
    public async Task WriteOverlayAsync(string layer, OverlayEntry entry, CancellationToken cancellationToken = default)
    {
        await using var writer = await OpenAsync(layer, entry.Command, cancellationToken);
        await writer.CommitAsync(new OverlaySetEntry(entry));
    }

    /// <summary>Removes an overlay entry under the layer's lock; false when there was none.</summary>
    public async Task<bool> RemoveOverlayAsync(string layer, string key, CancellationToken cancellationToken = default)
    {
        await using var writer = await OpenAsync(layer, "remove overlay entry", cancellationToken);
        if (!writer.State.Overlay.ContainsKey(key))
            return false;
        await writer.CommitAsync(new OverlayRemovedEntry(key));
        return true;
    }

    /// <summary>Sets or lifts a user's protection of recorded resources: of all of them or, when one is not recorded, of none.</summary>
    /// <returns>The resources whose own system guards them against deletion, too.</returns>
    /// <exception cref="OptaException">A resource is not recorded (OPTA2008), or the system's own lock could not be set; the protection is recorded then.</exception>
    public async Task<IReadOnlyList<string>> ProtectAsync(string layer, IReadOnlyList<string> addresses, bool isProtected, CancellationToken cancellationToken = default)
    {
        await using var writer = await OpenAsync(layer, "protect", cancellationToken);
        List<Diagnostic> unknown =
        [
            .. addresses.Where(address => !writer.State.Resources.ContainsKey(address)).Select(address =>
                new Diagnostic("OPTA2008", Severity.Error, $"The layer '{layer}' records no resource '{address}'.")
                {
                    Category = DiagnosticCategory.ObjectNotFound,
                    Nearest = NearestName.Of(address, writer.State.Resources.Keys),
                }),
        ];
        if (unknown.Count > 0)
            throw new OptaException(unknown);
        await writer.CommitAsync([.. addresses.Select(address => new ProtectionEntry(address, isProtected))]);
        return await DeletionLocks.SetAsync(writer.State, addresses, isProtected, providers, settings.Time, cancellationToken);
    }

    /// <summary>
    /// Gives a layer's state a new data key and encrypts everything in it anew; snapshots under the old key are removed. Under the layer's lock.
    /// </summary>
    /// <returns>False when the layer has no state.</returns>
    public async Task<bool> RotateKeyAsync(string layer, CancellationToken cancellationToken = default)
    {
        if (await backend.ReadAsync(layer, cancellationToken) is null)
            return false;
        var lease = await backend.AcquireAsync(layer, new LeaseRequest(settings.Holder, "rotate key", settings.LeaseTime, settings.LockWait), cancellationToken);
        await KeyRotation.RunAsync(layer, lease, loader, cancellationToken);
        return true;
    }

    /// <summary>Layers that have or had a lock record, with it; also of layers whose lock was given back.</summary>
    public Task<IReadOnlyDictionary<string, LeaseInfo>> ListLocksAsync(CancellationToken cancellationToken = default) => backend.ListLocksAsync(cancellationToken);

    /// <summary>Who holds the layer's lock, or null when nobody does.</summary>
    public async Task<LeaseInfo?> ReadLockAsync(string layer, CancellationToken cancellationToken = default)
    {
        var lease = await backend.ReadLeaseAsync(layer, cancellationToken);
        return lease is { Released: false } ? lease : null;
    }

    /// <summary>Ends the lock of a holder that is known to be dead; what it may still try to write is refused.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="force">Ends a lock too that has not expired.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The lock that was ended, or null when there was none.</returns>
    /// <exception cref="OptaException">The holder may still work (OPTA2203), and <paramref name="force"/> is off.</exception>
    public Task<LeaseInfo?> BreakLockAsync(string layer, bool force = false, CancellationToken cancellationToken = default) => backend.BreakLeaseAsync(layer, force, cancellationToken);

    /// <summary>Lists live resources that carry the layer's ownership mark and are not in its state: what a destroy left behind.</summary>
    /// <param name="owner">The mark.</param>
    /// <param name="providerNames">Only these providers are asked; null for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<ResourceSnapshot>> ListLeftoversAsync(Ownership owner, IReadOnlyCollection<string>? providerNames = null, CancellationToken cancellationToken = default)
    {
        var state = await ReadStateAsync(owner.Layer, cancellationToken);
        var recorded = state is null ? [] : state.Resources.Values.Select(record => record.Identifier).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var found = new List<ResourceSnapshot>();
        foreach (var provider in providers.All.Where(provider => providerNames?.Contains(provider.Name) != false))
        {
            await foreach (var snapshot in provider.ListAsync(owner, cancellationToken))
            {
                if (!recorded.Contains(snapshot.Identifier))
                    found.Add(snapshot);
            }
        }

        return found;
    }

    private Task<Plan> PlanDestroyAsync(string layer, LayerState? state, PlanOptions? options, IProgress<EngineEvent>? events, CancellationToken cancellationToken)
    {
        var graph = new ResourceGraph(layer) { Resources = [], Owner = state?.Owner ?? new Ownership("", layer, layer) };
        return planner.PlanAsync(graph, state, (options ?? new PlanOptions()) with { Destroy = true }, events, cancellationToken);
    }

    private static OptaException Moved(string layer) => new(new Diagnostic("OPTA2403", Severity.Error, $"The state of '{layer}' changed since the plan was made.")
    {
        Remedy = "Plan again and apply the new plan.",
    });

    private async Task<LayerWriter> OpenAsync(string layer, string operation, CancellationToken cancellationToken, Action<Diagnostic>? awaited = null)
    {
        var lease = await backend.AcquireAsync(layer, new LeaseRequest(settings.Holder, operation, settings.LeaseTime, settings.LockWait) { Waiting = held => awaited?.Invoke(LeaseErrors.Awaited(layer, held)) }, cancellationToken);
        return await LayerWriter.OpenAsync(layer, lease, loader, settings.Time, cancellationToken);
    }
}
