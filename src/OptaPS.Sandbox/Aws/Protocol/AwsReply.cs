using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace OptaPS.Sandbox.Aws.Protocol;

/// <summary>A finished answer.</summary>
internal sealed record AwsReply(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static AwsReply Json(JsonNode body, string contentType = "application/x-amz-json-1.0", int status = 200) =>
        new(status, contentType, Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static AwsReply Xml(XElement body, int status = 200) =>
        new(status, "text/xml", Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body.ToString(SaveOptions.DisableFormatting)));

    public static AwsReply Empty(int status) => new(status, "", ReadOnlyMemory<byte>.Empty);
}
