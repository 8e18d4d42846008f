using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>A request of HTTP/1.1 as it comes through a forwarded connection; its body is read and dropped.</summary>
internal sealed record ForwardedRequest(string Method, string Target, string Version, IReadOnlyDictionary<string, string> Headers)
{
    private const int LongestLine = 64 * 1024;

    public bool IsLast => Headers.TryGetValue("connection", out var value) ? value.Contains("close", StringComparison.OrdinalIgnoreCase) : Version == "HTTP/1.0";

    public string Path => Target.Split('?', 2)[0];

    public string Query => Target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? Target[at..] : "";

    private bool IsChunked => Headers.TryGetValue("transfer-encoding", out var value) && value.Contains("chunked", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the head of the next request; null at the end of the connection.</summary>
    /// <exception cref="InvalidDataException">What came is no HTTP.</exception>
    public static async Task<ForwardedRequest?> ReadAsync(PipeReader input, CancellationToken ct)
    {
        if (await LineAsync(input, ct) is not { Length: > 0 } first)
            return null;
        var words = first.Split(' ');
        if (words.Length != 3 || words[2] is not ("HTTP/1.1" or "HTTP/1.0"))
            throw new InvalidDataException(first);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(input, ct) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new InvalidDataException(line);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new ForwardedRequest(words[0], words[1], words[2], headers);
    }

    /// <summary>Reads the body to its end.</summary>
    public async Task SkipBodyAsync(PipeReader input, CancellationToken ct)
    {
        if (!IsChunked)
        {
            await SkipAsync(input, Headers.TryGetValue("content-length", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0, ct);
            return;
        }

        while (long.TryParse((await LineAsync(input, ct))?.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size))
        {
            await SkipAsync(input, size, ct);
            if (size > 0)
                await LineAsync(input, ct);
            else
                break;
        }

        while (await LineAsync(input, ct) is { Length: > 0 })
        {
            // Trailers say nothing here.
        }
    }

    private static async Task SkipAsync(PipeReader input, long length, CancellationToken ct)
    {
        while (length > 0)
        {
            var read = await input.ReadAsync(ct);
            var count = Math.Min(length, read.Buffer.Length);
            input.AdvanceTo(read.Buffer.GetPosition(count));
            length -= count;
            if (read.IsCompleted && count == 0)
                return;
        }
    }

    private static async Task<string?> LineAsync(PipeReader input, CancellationToken ct)
    {
        while (true)
        {
            var read = await input.ReadAsync(ct);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.Latin1.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
            if (read.Buffer.Length > LongestLine)
                throw new InvalidDataException("no end of line");
        }
    }
}
