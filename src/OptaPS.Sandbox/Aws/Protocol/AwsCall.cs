using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OptaPS.Sandbox.Aws.Identity;

namespace OptaPS.Sandbox.Aws.Protocol;

/// <summary>One request to an emulated AWS service and what becomes known about it while it is handled.</summary>
internal sealed class AwsCall(HttpContext http, ReadOnlyMemory<byte> body, string service, string region, string requestId)
{
    private Dictionary<string, string>? _form;

    public HttpContext Http { get; } = http;

    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>Signing name of the service.</summary>
    public string Service { get; } = service;

    public string Region { get; } = region;

    public string RequestId { get; } = requestId;

    /// <summary>Who signed the request; set before the service is called, null for the few operations that are not signed.</summary>
    public AwsPrincipal? Principal { get; set; }

    public AwsPrincipal Caller => Principal ?? throw AwsException.Forbidden("MissingAuthenticationToken", "Request is missing Authentication Token");

    public string Operation { get; set; } = "";

    public string ResourceType { get; set; } = "";

    public string Identifier { get; set; } = "";

    public string Token { get; set; } = "";

    public bool Mutating { get; set; }

    /// <summary>Set by the handler when the stored state is different afterwards.</summary>
    public bool Effect { get; set; }

    public string Fault { get; set; } = "";

    public string Method => Http.Request.Method;

    public string Path => Http.Request.Path.Value ?? "/";

    /// <summary>Members of a Query request, from the query string and the form body.</summary>
    public IReadOnlyDictionary<string, string> Form => _form ??= ReadForm();

    public string? Header(string name) => Http.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public string Required(string member) => Form.TryGetValue(member, out var value) && value.Length > 0
        ? value
        : throw AwsException.BadRequest("MissingParameter", $"The request must contain the parameter {member}");

    public string? Optional(string member) => Form.GetValueOrDefault(member);

    /// <summary>Members of a list parameter: <c>Name.1</c>, <c>Name.member.1</c> and so on.</summary>
    public IReadOnlyList<string> List(string member) =>
    [
        .. Form.Where(f => f.Key.StartsWith(member + ".", StringComparison.Ordinal) && int.TryParse(f.Key[(f.Key.LastIndexOf('.') + 1)..], out _))
            .OrderBy(f => int.Parse(f.Key[(f.Key.LastIndexOf('.') + 1)..])).Select(f => f.Value)
    ];

    public JsonObject Json()
    {
        if (Body.IsEmpty)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(Body.Span) as JsonObject ?? throw AwsException.BadRequest("SerializationException", "Start of structure or map found where not expected.");
        }
        catch (JsonException)
        {
            throw AwsException.BadRequest("SerializationException", "Unexpected token in the JSON body");
        }
    }

    private Dictionary<string, string> ReadForm()
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Http.Request.Query)
        {
            form[key] = value.ToString();
        }

        if (Http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            foreach (var (key, value) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(Body.Span)))
            {
                form[key] = value.ToString();
            }
        }

        return form;
    }
}
