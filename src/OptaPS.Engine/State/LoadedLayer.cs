using OptaPS.Engine.State.Snapshots;

namespace OptaPS.Engine.State;

/// <summary>A layer's state in memory, with what is needed to write more of it.</summary>
internal sealed record LoadedLayer(LayerState State, StateCodec Codec, SnapshotHeader Header);
