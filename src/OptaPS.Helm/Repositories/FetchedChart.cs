namespace OptaPS.Helm.Repositories;

/// <summary>A packaged chart whose digest was verified.</summary>
/// <param name="Reference">What was asked for, with the version that was chosen.</param>
/// <param name="Digest">Digest of the archive, <c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="Archive">The archive: a gzipped tar.</param>
public sealed record FetchedChart(ChartReference Reference, string Digest, ReadOnlyMemory<byte> Archive)
{
    /// <summary>True when a lock or the caller named the digest; false on first use, where the caller records it.</summary>
    public bool WasLocked { get; init; }
}
