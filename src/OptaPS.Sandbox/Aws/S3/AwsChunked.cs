using System.Globalization;
using System.Text;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Decodes bodies of content encoding <c>aws-chunked</c>, with or without signatures and trailers.</summary>
internal static class AwsChunked
{
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body)
    {
        using var content = new MemoryStream();
        var rest = body;
        while (true)
        {
            var end = rest.Span.IndexOf("\r\n"u8);
            if (end < 0)
            {
                throw AwsException.BadRequest("IncompleteBody", "The request body terminated unexpectedly");
            }

            var head = Encoding.ASCII.GetString(rest.Span[..end]).Split(';')[0];
            if (!int.TryParse(head, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size) || size > rest.Length - end - 2)
            {
                throw AwsException.BadRequest("IncompleteBody", "The request body terminated unexpectedly");
            }

            if (size == 0)
            {
                return content.ToArray();
            }

            content.Write(rest.Span.Slice(end + 2, size));
            rest = rest[Math.Min(rest.Length, end + 2 + size + 2)..];
        }
    }
}
