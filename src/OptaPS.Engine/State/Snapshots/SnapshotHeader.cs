namespace OptaPS.Engine.State.Snapshots;

/// <summary>The first line of a snapshot: what it is, in a form that every version of OptaPS can read.</summary>
/// <param name="Kind">Always <see cref="KindName"/>.</param>
/// <param name="Format">Version of the form of what follows.</param>
/// <param name="Product">Version of OptaPS that wrote it.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Lineage">See <see cref="LayerState.Lineage"/>.</param>
/// <param name="World">The world that the layer was made in.</param>
/// <param name="KeyKind">How the data key is wrapped.</param>
/// <param name="WrappedKey">The wrapped data key.</param>
/// <param name="Digest">SHA-256 of the second line, hexadecimal.</param>
internal sealed record SnapshotHeader(string Kind, int Format, string Product, string Layer, string Lineage, string? World, string KeyKind, byte[] WrappedKey, string Digest)
{
    internal const string KindName = "optaps-state";
    internal const int CurrentFormat = 1;
}
