using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>
/// Header blocks of SPDY/3.1. They are deflated as one stream over all frames, with a dictionary that the protocol fixes. What the
/// client sent so far is inflated again for every block, because the platform's inflater knows no dictionaries; there are few blocks.
/// </summary>
internal sealed class SpdyHeaders
{
    /// <summary>The words that the protocol's dictionary begins with, each with its length before it.</summary>
    private const string Words = "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization cache-control connection "
        + "content-base content-encoding content-language content-length content-location content-md5 content-range content-type date etag expect expires from host if-match "
        + "if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after "
        + "server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie keep-alive origin";

    private const string Tail = "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content301 Moved Permanently"
        + "400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"
        + " 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,public"
        + "privatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    private static readonly byte[] Dictionary = BuildDictionary();

    private readonly MemoryStream received = new();
    private int inflated;
    private bool started;

    /// <summary>Reads the next block that the client sent.</summary>
    public Dictionary<string, string> Read(ReadOnlySpan<byte> block)
    {
        if (received.Length == 0)
        {
            // The two bytes of the zlib header and the dictionary's checksum go; the dictionary itself becomes a stored block in front.
            received.Write([0, (byte)Dictionary.Length, (byte)(Dictionary.Length >> 8), (byte)~Dictionary.Length, (byte)(~Dictionary.Length >> 8)]);
            received.Write(Dictionary);
            block = block[6..];
            inflated = Dictionary.Length;
        }

        received.Write(block);
        // An empty last block makes a whole stream of what came so far.
        using var whole = new MemoryStream([.. received.GetBuffer().AsSpan(0, (int)received.Length), 3, 0]);
        using var inflater = new DeflateStream(whole, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        inflater.CopyTo(plain);
        var data = plain.GetBuffer().AsSpan(inflated, (int)plain.Length - inflated);
        inflated = (int)plain.Length;
        return Parse(data);
    }

    /// <summary>Writes a block without compressing it; the empty block behind it makes the client's inflater give out what it has.</summary>
    public byte[] Write(IReadOnlyDictionary<string, string> headers)
    {
        using var plain = new MemoryStream();
        Number(plain, headers.Count);
        foreach (var (name, value) in headers)
        {
            Text(plain, name);
            Text(plain, value);
        }

        var length = (int)plain.Length;
        var stored = new List<byte>();
        if (!started)
            stored.AddRange([0x78, 0x01]);
        started = true;
        stored.AddRange([0, (byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8)]);
        stored.AddRange(plain.ToArray());
        stored.AddRange([0, 0, 0, 0xFF, 0xFF]);
        return [.. stored];
    }

    private static Dictionary<string, string> Parse(ReadOnlySpan<byte> data)
    {
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var count = BinaryPrimitives.ReadInt32BigEndian(data);
        var at = 4;
        for (var i = 0; i < count; i++)
        {
            var name = Take(data, ref at);
            result[name] = Take(data, ref at);
        }

        return result;
    }

    private static string Take(ReadOnlySpan<byte> data, ref int at)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(data[at..]);
        var text = Encoding.UTF8.GetString(data.Slice(at + 4, length));
        at += 4 + length;
        return text;
    }

    private static byte[] BuildDictionary()
    {
        using var result = new MemoryStream();
        foreach (var word in Words.Split(' '))
            Text(result, word.Replace('_', ' '));
        result.Write(Encoding.ASCII.GetBytes(Tail));
        return result.ToArray();
    }

    private static void Number(MemoryStream target, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        target.Write(bytes);
    }

    private static void Text(MemoryStream target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(target, bytes.Length);
        target.Write(bytes);
    }
}
