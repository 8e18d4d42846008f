using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Helm.Releases.Records;

/// <summary>Between a record and the text that Helm keeps in the Secret: base64 of gzip of JSON (Kubernetes adds its own base64 around it).</summary>
public static class ReleaseCodec
{
    /// <summary>Most bytes that a record may unfold to.</summary>
    private const int MaximumUnfolded = 256 << 20;

    /// <summary>The JSON text of a record, as Go writes it.</summary>
    public static string ToJsonText(ReleaseRecord record) => RecordWriter.Write(record.Document, RecordShape.Release);

    /// <summary>The text that goes into <c>data.release</c> before Kubernetes' own base64.</summary>
    public static string Encode(ReleaseRecord record)
    {
        using var folded = new MemoryStream();
        using (var gzip = new GZipStream(folded, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(ToJsonText(record)));
        return Convert.ToBase64String(folded.GetBuffer(), 0, (int)folded.Length);
    }

    /// <summary>Reads what <see cref="Encode"/> or Helm wrote; very old records are not compressed.</summary>
    /// <exception cref="OptaException">OPTA5501: the text is no record.</exception>
    public static ReleaseRecord Decode(string text, string secretName)
    {
        try
        {
            var bytes = Convert.FromBase64String(text);
            if (bytes.Length > 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 0x08)
                bytes = Unfold(bytes);
            return JsonNode.Parse(bytes) is JsonObject document ? new ReleaseRecord(document) : throw new JsonException("The record is not an object.");
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException)
        {
            throw new OptaException(
                new Diagnostic("OPTA5501", Severity.Error, $"The Secret '{secretName}' does not hold a release record.")
                {
                    Resource = $"Secret {secretName}",
                    Cause = e.Message,
                    Remedy = "Restore the Secret from a backup, or delete it: a release works without the records of older revisions.",
                    Category = DiagnosticCategory.InvalidData,
                },
                e);
        }
    }

    private static byte[] Unfold(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = gzip.Read(buffer)) > 0)
        {
            if (plain.Length + read > MaximumUnfolded)
                throw new InvalidDataException($"The record unfolds to more than {MaximumUnfolded >> 20} MiB.");
            plain.Write(buffer, 0, read);
        }

        return plain.ToArray();
    }
}
