namespace OptaPS.Engine.State;

/// <summary>A layer's bytes as a backend keeps them.</summary>
/// <param name="Snapshot">The newest snapshot, or null before the first one.</param>
/// <param name="Journal">The journal groups that were written after <paramref name="Snapshot"/>, as frames one after the other.</param>
public sealed record StoredLayer(ReadOnlyMemory<byte>? Snapshot, ReadOnlyMemory<byte> Journal);
