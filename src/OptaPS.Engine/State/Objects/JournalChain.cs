using System.Globalization;
using System.Text;

namespace OptaPS.Engine.State.Objects;

/// <summary>
/// A layer's journal in an object store: numbered objects, each written only if its number is free. That makes the numbers one line that
/// every writer agrees on: whoever takes over the lock puts a seal at the next number, and what the holder before it still tries to write there fails.
/// An object is a seal (with the fencing number of its writer), a journal group, the name of a snapshot, or the end of the state.
/// </summary>
internal sealed class JournalChain(IObjectStore store, string layer)
{
    private const byte SealMark = (byte)'L';
    private const byte GroupMark = (byte)'J';
    private const byte SnapshotMark = (byte)'S';
    private const byte EndMark = (byte)'E';
    private readonly string prefix = $"{LayerName.Encode(layer)}/";

    /// <summary>Key of the lease.</summary>
    internal string LeaseKey => prefix + "lease";

    private string JournalPrefix => prefix + "journal-";

    /// <summary>Reads back to the newest snapshot. Gives what is stored (null when there is no state), the last number taken, and how many groups there are.</summary>
    internal async Task<(StoredLayer? Stored, long Last, int Groups)> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var numbers = await NumbersAsync(cancellationToken);
            if (await TryReadAsync(numbers, cancellationToken) is { } read)
                return (read.Stored, numbers.Count == 0 ? 0 : numbers[^1], read.Groups);
        }
    }

    /// <summary>Takes a number for this writer: false when somebody else has it.</summary>
    internal Task<bool> TrySealAsync(long number, long fence, CancellationToken cancellationToken) =>
        TryPutAsync(number, [SealMark, .. Encoding.UTF8.GetBytes(fence.ToString(CultureInfo.InvariantCulture))], cancellationToken);

    /// <summary>True when a number is taken by the seal of an earlier holder that came late; it ends nobody's line but its own.</summary>
    internal async Task<bool> IsLateSealAsync(long number, long fence, CancellationToken cancellationToken) =>
        await store.GetAsync(Key(number), cancellationToken) is { Content: { Length: > 0 } content }
        && content.Span[0] == SealMark
        && long.Parse(Encoding.UTF8.GetString(content.Span[1..]), CultureInfo.InvariantCulture) < fence;

    internal Task<bool> TryAppendAsync(long number, ReadOnlyMemory<byte> group, CancellationToken cancellationToken) =>
        TryPutAsync(number, [GroupMark, .. group.Span], cancellationToken);

    internal async Task<bool> TryWriteSnapshotAsync(long number, long fence, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        // The snapshot counts only once its name stands in the line; one that a lost writer leaves is never read.
        var key = string.Create(CultureInfo.InvariantCulture, $"{prefix}snapshot-{number:d10}-{fence:d6}");
        await store.PutAsync(key, snapshot, null, cancellationToken);
        return await TryPutAsync(number, [SnapshotMark, .. Encoding.UTF8.GetBytes(key)], cancellationToken);
    }

    internal Task<bool> TryEndAsync(long number, long fence, CancellationToken cancellationToken) =>
        TryPutAsync(number, [EndMark, .. Encoding.UTF8.GetBytes(fence.ToString(CultureInfo.InvariantCulture))], cancellationToken);

    /// <summary>Removes what nobody needs any more: everything before the snapshot that came before the newest one.</summary>
    internal async Task TrimAsync(CancellationToken cancellationToken)
    {
        var numbers = await NumbersAsync(cancellationToken);
        var marks = 0;
        for (var i = numbers.Count - 1; i >= 0; i--)
        {
            if (marks == 2)
            {
                await store.DeleteAsync(Key(numbers[i]), cancellationToken);
                continue;
            }

            var content = (await store.GetAsync(Key(numbers[i]), cancellationToken))?.Content;
            if (content?.Span[0] == EndMark)
                marks = 2;
            else if (content?.Span[0] == SnapshotMark)
                marks++;
            if (marks == 2)
                await DeleteSnapshotsBeforeAsync(numbers[i], cancellationToken);
        }
    }

    private async Task DeleteSnapshotsBeforeAsync(long number, CancellationToken cancellationToken)
    {
        var keys = await store.ListAsync(prefix + "snapshot-", cancellationToken);
        foreach (var key in keys.Where(key => string.CompareOrdinal(key, string.Create(CultureInfo.InvariantCulture, $"{prefix}snapshot-{number:d10}")) < 0))
            await store.DeleteAsync(key, cancellationToken);
    }

    private async Task<(StoredLayer? Stored, int Groups)?> TryReadAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var groups = new List<ReadOnlyMemory<byte>>();
        for (var i = numbers.Count - 1; i >= 0; i--)
        {
            // Trimmed since the listing: the listing is out of date.
            if (await store.GetAsync(Key(numbers[i]), cancellationToken) is not { } found)
                return null;
            switch (found.Content.Span[0])
            {
                case SealMark:
                    break;
                case GroupMark:
                    groups.Add(found.Content[1..]);
                    break;
                case SnapshotMark:
                    var snapshot = await store.GetAsync(Encoding.UTF8.GetString(found.Content.Span[1..]), cancellationToken);
                    if (snapshot is null)
                        return null;
                    return (new StoredLayer(snapshot.Content, InOrder(groups)), groups.Count);
                default:
                    return (null, 0);
            }
        }

        return (groups.Count == 0 ? null : new StoredLayer(null, InOrder(groups)), groups.Count);
    }

    private static byte[] InOrder(IEnumerable<ReadOnlyMemory<byte>> newestFirst) => [.. newestFirst.Reverse().SelectMany(group => group.ToArray())];

    private async Task<bool> TryPutAsync(long number, byte[] content, CancellationToken cancellationToken)
    {
        if (await store.PutAsync(Key(number), content, null, cancellationToken) is not null)
            return true;

        // An earlier attempt whose answer was lost may have written it; everything carries its fence, so equal bytes are ours.
        return await store.GetAsync(Key(number), cancellationToken) is { } present
            && present.Content.Span.SequenceEqual(content);
    }

    private async Task<IReadOnlyList<long>> NumbersAsync(CancellationToken cancellationToken)
    {
        var keys = await store.ListAsync(JournalPrefix, cancellationToken);
        return [.. keys.Select(key => long.TryParse(key.AsSpan(JournalPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0).Order()];
    }

    private string Key(long number) => string.Create(CultureInfo.InvariantCulture, $"{JournalPrefix}{number:d10}");
}
