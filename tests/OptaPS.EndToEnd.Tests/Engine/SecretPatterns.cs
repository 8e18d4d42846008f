using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>Every form in which one of some secrets could have been written, all looked for in one pass over what is read in pieces.</summary>
internal sealed class SecretPatterns
{
    private const int Piece = 1 << 18;
    private readonly List<(string Form, string Name)> forms;
    private readonly SearchValues<string> any;
    private readonly int longest;

    /// <param name="secrets">Values by what they are.</param>
    public SecretPatterns(IReadOnlyDictionary<string, string> secrets)
    {
        forms = [.. secrets.SelectMany(secret => Forms(secret.Value).Select(form => (form, secret.Key)))];
        any = SearchValues.Create([.. forms.Select(form => form.Form).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
        longest = forms.Max(form => form.Form.Length);
    }

    /// <summary>Names of the secrets that stand in a text.</summary>
    public IReadOnlyCollection<string> In(ReadOnlySpan<char> text)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        for (var at = text.IndexOfAny(any); at >= 0; at = text.IndexOfAny(any))
        {
            text = text[at..];
            foreach (var (form, name) in forms)
            {
                if (text.StartsWith(form, StringComparison.Ordinal))
                    found.Add(name);
            }

            text = text[1..];
        }

        return found;
    }

    /// <summary>Names of the secrets that stand in a file; what is compressed is searched in both forms.</summary>
    public IReadOnlyCollection<string> InFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        var found = new SortedSet<string>(In(file), StringComparer.Ordinal);
        if (packed)
        {
            file.Position = 0;
            using var plain = new GZipStream(file, CompressionMode.Decompress);
            found.UnionWith(In(plain));
        }

        return found;
    }

    private SortedSet<string> In(Stream stream)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var bytes = new byte[Piece];
        var text = new char[Piece + longest];
        var kept = 0;
        for (var read = stream.ReadAtLeast(bytes, Piece, throwOnEndOfStream: false); read > 0; read = stream.ReadAtLeast(bytes, Piece, throwOnEndOfStream: false))
        {
            Encoding.Latin1.GetChars(bytes.AsSpan(0, read), text.AsSpan(kept));
            var whole = kept + read;
            found.UnionWith(In(text.AsSpan(0, whole)));

            // What begins in this piece may end in the next one.
            kept = Math.Min(longest - 1, whole);
            text.AsSpan(whole - kept, kept).CopyTo(text);
        }

        return found;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        // Of a key in PEM form lines of the middle are searched too: it could be written without its frame or with other line ends.
        var body = secret.Contains("-----", StringComparison.Ordinal) ? secret.Split('\n').Where(line => line.Length >= 40 && !line.StartsWith("-----", StringComparison.Ordinal)).Take(2) : [];
        string[] plain = [secret, .. body];
        return plain.SelectMany(form => (IEnumerable<string>)[form, string.Join('\0', form.ToCharArray()), .. Base64Forms(form), Uri.EscapeDataString(form), JsonEncodedText.Encode(form).ToString()]).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Base64 at each of the three places in which a text can begin in what is encoded, without the characters that depend on what stands around it.</summary>
    private static IEnumerable<string> Base64Forms(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var skip = 0; skip < 3; skip++)
        {
            var whole = (bytes.Length - skip) / 3 * 3;
            yield return Convert.ToBase64String(bytes, skip, whole);
        }
    }
}
