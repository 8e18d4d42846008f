using OptaPS.Engine.State.Snapshots;

namespace OptaPS.Engine.State;

/// <summary>Encrypts a layer's state under a new data key.</summary>
internal static class KeyRotation
{
    /// <summary>Rewrites the state under <paramref name="lease"/>, which is given back at the end.</summary>
    internal static async Task RunAsync(string layer, IStateLease lease, LayerLoader loader, CancellationToken cancellationToken)
    {
        await using var held = lease;
        if (await loader.LoadAsync(layer, lease.Stored, cancellationToken) is not { } loaded)
            return;
        var rekeyed = await loader.RekeyAsync(loaded, cancellationToken);
        var snapshot = Snapshot.Write(rekeyed.Header, rekeyed.Codec.EncodeState(rekeyed.State));

        // The snapshot before the newest one is kept. With the second write that is one under the new key too: nothing under the old key stays.
        await lease.WriteSnapshotAsync(snapshot, cancellationToken);
        await lease.WriteSnapshotAsync(snapshot, cancellationToken);
    }
}
