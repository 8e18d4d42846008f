using System.Text;
using System.Text.Json;

namespace OptaPS.Sandbox.Persistence;

/// <summary>The form of one commit in the journal: checksum, blank, JSON array of [collection, key, value] triples, line feed.</summary>
internal static class JournalLine
{
    public static byte[] Write(IReadOnlyList<StoreChange> changes)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(changes.Select(c => new[] { c.Collection, c.Key, c.Value }));
        var line = new byte[json.Length + 10];
        Encoding.ASCII.GetBytes(Checksum(json), line);
        line[8] = (byte)' ';
        json.CopyTo(line, 9);
        line[^1] = (byte)'\n';
        return line;
    }

    /// <summary>The changes of a line, or null when it is torn or damaged.</summary>
    public static IReadOnlyList<StoreChange>? Read(ReadOnlySpan<byte> line)
    {
        if (line.Length < 11 || line[8] != ' ' || Encoding.ASCII.GetString(line[..8]) != Checksum(line[9..]))
        {
            return null;
        }

        var triples = JsonSerializer.Deserialize<string?[][]>(line[9..])!;
        return [.. triples.Select(t => new StoreChange(t[0]!, t[1]!, t[2]))];
    }

    private static string Checksum(ReadOnlySpan<byte> json)
    {
        // FNV-1a over 32 bits: enough to tell a torn write from a whole one.
        var hash = 2166136261u;
        foreach (var value in json)
        {
            hash = unchecked((hash ^ value) * 16777619u);
        }

        return hash.ToString("x8");
    }
}
