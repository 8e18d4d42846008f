using System.Buffers.Binary;
using OptaPS.Diagnostics;

namespace OptaPS.Engine.State.Journal;

/// <summary>
/// The outer form of journal groups: mark, payload length, CRC-32C of the payload, payload. A writer flushes one frame before it begins the
/// next, so only the last frame can be torn; a broken frame with a whole one behind it is damage, not a crash.
/// </summary>
public static class JournalFrames
{
    private const int HeaderBytes = 12;
    private static ReadOnlySpan<byte> Mark => "OPJ1"u8;

    /// <summary>Puts a payload in a frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderBytes + payload.Length];
        Mark.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), Crc32C.Compute(payload));
        payload.CopyTo(frame.AsSpan(HeaderBytes));
        return frame;
    }

    /// <summary>Reads the payloads of a journal; a torn tail is left out.</summary>
    /// <param name="journal">Frames one after the other.</param>
    /// <param name="place">Where the journal is, for messages.</param>
    /// <param name="validLength">How many bytes the whole frames take.</param>
    /// <exception cref="OptaException">A frame is damaged although later ones are whole (OPTA2101).</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> journal, string place, out int validLength)
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        validLength = 0;
        while (TryRead(journal.Span[validLength..], out var length))
        {
            payloads.Add(journal.Slice(validLength + HeaderBytes, length));
            validLength += HeaderBytes + length;
        }

        if (HasWholeFrame(journal.Span[validLength..]))
        {
            throw new OptaException(new Diagnostic("OPTA2101", Severity.Error, $"The state journal in {place} is damaged at byte {validLength}.")
            {
                Category = DiagnosticCategory.InvalidData,
                Remedy = "Nothing was changed. Put the state back from a backup, or move it away and adopt the resources again.",
            });
        }

        return payloads;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Mark))
            return false;
        length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        return length > 0
            && length <= bytes.Length - HeaderBytes
            && Crc32C.Compute(bytes.Slice(HeaderBytes, length)) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
    }

    private static bool HasWholeFrame(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var next = bytes.IndexOf(Mark);
            if (next < 0)
                return false;
            bytes = bytes[next..];
            if (TryRead(bytes, out _))
                return true;
            bytes = bytes[1..];
        }
    }
}
