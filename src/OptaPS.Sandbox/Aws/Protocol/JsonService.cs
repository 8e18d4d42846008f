using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.Protocol;

/// <summary>A service of the JSON 1.1 protocol: the operation is in <c>X-Amz-Target</c>, bodies are objects.</summary>
internal abstract class JsonService(string name, string targetPrefix) : IAwsService
{
    private static readonly string[] Reads = ["Get", "List", "Describe", "BatchGet", "Filter", "Batch"];

    public string Name { get; } = name;

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Json;

    /// <summary>Type of the resources that it serves, for the log and for fault rules.</summary>
    protected abstract string ResourceType { get; }

    /// <summary>Member of a request that names the resource.</summary>
    protected abstract string IdentifierMember { get; }

    public void Identify(AwsCall call)
    {
        var target = call.Header("X-Amz-Target") ?? "";
        call.Operation = target.StartsWith(targetPrefix, StringComparison.Ordinal) ? target[targetPrefix.Length..] : target;
        call.Mutating = !Array.Exists(Reads, r => call.Operation.StartsWith(r, StringComparison.Ordinal));
        call.ResourceType = ResourceType;
        try
        {
            call.Identifier = JsonNode.Parse(call.Body.Span) is JsonObject body && body[IdentifierMember] is JsonValue named ? named.ToString() : "";
        }
        catch (System.Text.Json.JsonException)
        {
            // A body that is not JSON is refused when the operation reads it.
        }
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        return AwsReply.Json(await CallAsync(call, call.Json()), "application/x-amz-json-1.1");
    }

    protected abstract Task<JsonObject> CallAsync(AwsCall call, JsonObject body);

    protected static AwsException Unknown(AwsCall call) => AwsException.BadRequest("UnknownOperationException", $"The operation '{call.Operation}' is not known.");

    /// <exception cref="AwsException">The member is missing.</exception>
    protected static string Text(JsonObject body, string member, string errorCode = "ValidationException") => body[member] is JsonValue value && value.ToString().Length > 0
        ? value.ToString()
        : throw AwsException.BadRequest(errorCode, $"1 validation error detected: Value null at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must not be null");

    protected static string? Optional(JsonObject body, string member) => body[member] is JsonValue value ? value.ToString() : null;

    /// <summary>Seconds since 1970, as the protocol writes times.</summary>
    protected static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
