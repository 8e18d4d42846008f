using System.Reflection;
using System.Security.Cryptography;
using OptaPS.Diagnostics;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.State.Journal;
using OptaPS.Engine.State.Snapshots;

namespace OptaPS.Engine.State;

/// <summary>Reads stored layers and begins new ones.</summary>
internal sealed class LayerLoader
{
    private readonly IKeyWrapper keyWrapper;
    private readonly IReadOnlyList<IKeyWrapper> otherWrappers;
    private readonly string? world;
    private readonly string place;

    internal LayerLoader(IKeyWrapper keyWrapper, IReadOnlyList<IKeyWrapper> otherWrappers, string? world, string place)
    {
        this.otherWrappers = otherWrappers;
        this.keyWrapper = keyWrapper;
        this.world = world;
        this.place = place;
    }

    /// <summary>Version of OptaPS as states record it.</summary>
    internal static string Product { get; } = typeof(LayerLoader).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Folds what is stored; null when there is nothing.</summary>
    internal async Task<LoadedLayer?> LoadAsync(string layer, StoredLayer? stored, CancellationToken cancellationToken)
    {
        if (stored is null)
            return null;
        var where = $"{place}, layer {layer}";
        if (stored.Snapshot is not { } snapshot)
        {
            return stored.Journal.Length == 0
                ? null
                : throw new OptaException(new Diagnostic("OPTA2101", Severity.Error, $"The state in {where} has a journal but no snapshot.") { Category = DiagnosticCategory.InvalidData, Remedy = "Nothing was changed. Put the state back from a backup." });
        }

        var header = Snapshot.Read(snapshot, layer, where, out var body);
        if (header.World != world)
        {
            throw new OptaException(new Diagnostic("OPTA2104", Severity.Error, $"The state of '{layer}' was made in {Name(header.World)}; it cannot be used in {Name(world)}.")
            {
                Category = DiagnosticCategory.InvalidOperation,
                Remedy = "Choose the target that the environment was made in, or another place for the state.",
            });
        }

        var wrapper = keyWrapper.Kind == header.KeyKind ? keyWrapper : otherWrappers.FirstOrDefault(other => other.Kind == header.KeyKind);
        if (wrapper is null)
        {
            throw new OptaException(new Diagnostic("OPTA2302", Severity.Error, $"The secrets in the state of '{layer}' are encrypted with a {header.KeyKind}, but a {keyWrapper.Kind} was given.")
            {
                Category = DiagnosticCategory.SecurityError,
                Remedy = $"Use the {header.KeyKind} that the state was made with.",
            });
        }

        var dataKey = await wrapper.UnwrapAsync(header.WrappedKey, cancellationToken);
        var codec = new StateCodec(new SecretSealer(dataKey, header.Lineage));
        var state = codec.DecodeState(body.Span, where);
        var payloads = JournalFrames.Read(stored.Journal, where, out _);
        foreach (var group in payloads.Select(payload => codec.DecodeGroup(payload, where)).Where(group => group.Serial > state.Serial))
        {
            if (group.Serial != state.Serial + 1)
                throw new OptaException(new Diagnostic("OPTA2101", Severity.Error, $"The state journal in {where} lacks group {state.Serial + 1}.") { Category = DiagnosticCategory.InvalidData, Remedy = "Nothing was changed. Put the state back from a backup." });
            state = StateFold.Apply(state, group);
        }

        return new LoadedLayer(state, codec, header);
    }

    /// <summary>Begins the state of a new layer.</summary>
    internal async Task<LoadedLayer> BeginAsync(string layer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lineage = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var dataKey = RandomNumberGenerator.GetBytes(Envelope.KeyBytes);
        var wrapped = await keyWrapper.WrapAsync(dataKey, cancellationToken);
        var header = new SnapshotHeader(SnapshotHeader.KindName, SnapshotHeader.CurrentFormat, Product, layer, lineage, world, keyWrapper.Kind, wrapped, "");
        return new LoadedLayer(new LayerState(layer, lineage) { World = world, LastChange = now }, new StateCodec(new SecretSealer(dataKey, lineage)), header);
    }

    /// <summary>A new data key for a loaded layer, wrapped as new layers' keys are.</summary>
    internal async Task<LoadedLayer> RekeyAsync(LoadedLayer loaded, CancellationToken cancellationToken)
    {
        var dataKey = RandomNumberGenerator.GetBytes(Envelope.KeyBytes);
        var header = loaded.Header with { Product = Product, KeyKind = keyWrapper.Kind, WrappedKey = await keyWrapper.WrapAsync(dataKey, cancellationToken) };
        return new LoadedLayer(loaded.State, new StateCodec(new SecretSealer(dataKey, header.Lineage)), header);
    }

    private static string Name(string? world) => world is null ? "the public clouds" : $"the world '{world}'";
}
