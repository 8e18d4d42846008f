using System.Security.Cryptography;
using System.Text.Json;
using OptaPS.Diagnostics;

namespace OptaPS.Engine.State.Snapshots;

/// <summary>The bytes of a snapshot: a line with the header, a line with the state. Refuses what it should not touch.</summary>
internal static class Snapshot
{
    private static ReadOnlySpan<byte> Beginning => "{\"kind\":\"optaps-state\","u8;

    internal static byte[] Write(SnapshotHeader header, ReadOnlySpan<byte> body)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(header with { Digest = Convert.ToHexStringLower(SHA256.HashData(body)) }, StateJson.Options);
        return [.. line, (byte)'\n', .. body, (byte)'\n'];
    }

    /// <summary>Reads the header and finds the body.</summary>
    /// <exception cref="OptaException">It is no snapshot of ours (OPTA2105), of a newer version (OPTA2102), damaged (OPTA2101) or of another layer (OPTA2105).</exception>
    internal static SnapshotHeader Read(ReadOnlyMemory<byte> snapshot, string layer, string place, out ReadOnlyMemory<byte> body)
    {
        var end = snapshot.Span.IndexOf((byte)'\n');
        var header = ReadHeader(end < 0 ? snapshot.Span : snapshot.Span[..end]);
        if (header is null && MayBeOurs(snapshot.Span))
            throw Damaged(place, "it breaks off in its first line");
        if (header is not { Kind: SnapshotHeader.KindName })
            throw Refuse("OPTA2105", $"The state in {place} was not written by OptaPS.", "Choose another place for the state.");
        if (header.Format > SnapshotHeader.CurrentFormat)
            throw Refuse("OPTA2102", $"The state in {place} was written by OptaPS {header.Product} in format {header.Format}; this version reads format {SnapshotHeader.CurrentFormat} at most.", "Use that version of OptaPS or a newer one.");
        if (header.Layer != layer)
            throw Refuse("OPTA2105", $"The state in {place} belongs to the layer '{header.Layer}', not to '{layer}'.", "Put each layer's state into its own place.");

        body = end < 0 ? default : snapshot[(end + 1)..];
        if (body.Length > 0 && body.Span[^1] == (byte)'\n')
            body = body[..^1];
        return Convert.ToHexStringLower(SHA256.HashData(body.Span)) == header.Digest
            ? header
            : throw Damaged(place, "its digest does not match");
    }

    // What a failing disk leaves of a file of ours: nothing, zeros, or its beginning.
    private static bool MayBeOurs(ReadOnlySpan<byte> content) =>
        content.TrimStart((byte)0).IsEmpty || content.StartsWith(Beginning) || Beginning.StartsWith(content);

    private static OptaException Damaged(string place, string how) => Refuse(
        "OPTA2101",
        $"The state in {place} is damaged: {how}.",
        "Nothing was changed. In a folder, move the newest snapshot file away: the one before it with its journals holds the same. In a bucket, restore the earlier version of the object.");

    private static SnapshotHeader? ReadHeader(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<SnapshotHeader>(line, StateJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static OptaException Refuse(string code, string message, string remedy) =>
        new(new Diagnostic(code, Severity.Error, message) { Category = DiagnosticCategory.InvalidData, Remedy = remedy });
}
