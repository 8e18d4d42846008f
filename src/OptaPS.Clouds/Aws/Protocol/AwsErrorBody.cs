using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime.Internal.Transform;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>What an error answer says.</summary>
/// <param name="Code">The error's name without namespace.</param>
/// <param name="Message">The service's words.</param>
/// <param name="RequestId">The request id, when the body carries it.</param>
internal sealed record AwsErrorBody(string Code, string Message, string? RequestId = null)
{
    /// <summary>Reads the JSON protocols' form: <c>__type</c> or the header <c>x-amzn-ErrorType</c>, and <c>message</c> in either spelling.</summary>
    public static AwsErrorBody FromJson(byte[] body, IWebResponseData response)
    {
        var document = TryParse(body);
        var type = Text(document, "__type") ?? Text(document, "code") ?? Header(response, "x-amzn-ErrorType");
        var message = Text(document, "Message") ?? Text(document, "message") ?? Fallback(body, response);
        return new AwsErrorBody(type is null ? Status(response) : Bare(type), message);
    }

    /// <summary>Reads the XML protocols' form: <c>Error/Code</c>, <c>Error/Message</c> and <c>RequestId</c> wherever they stand.</summary>
    public static AwsErrorBody FromXml(byte[] body, IWebResponseData response)
    {
        try
        {
            var elements = XDocument.Load(new MemoryStream(body)).Descendants().ToList();
            string? Named(params string[] names) => elements.Find(element => names.Contains(element.Name.LocalName))?.Value;
            return new AwsErrorBody(Named("Code") ?? Status(response), Named("Message") ?? Fallback(body, response), Named("RequestId", "RequestID"));
        }
        catch (XmlException)
        {
            return new AwsErrorBody(Status(response), Fallback(body, response));
        }
    }

    private static JsonObject? TryParse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? document, string name) =>
        document?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string? Header(IWebResponseData response, string name) =>
        response.IsHeaderPresent(name) ? response.GetHeaderValue(name) : null;

    private static string Bare(string type)
    {
        var name = type[(type.LastIndexOf('#') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 ? name[..colon] : name;
    }

    private static string Status(IWebResponseData response) => $"Http{(int)response.StatusCode}";

    private static string Fallback(byte[] body, IWebResponseData response) => body.Length == 0
        ? $"The service answered with status {(int)response.StatusCode} and no text."
        : System.Text.Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 500));
}
