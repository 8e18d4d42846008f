using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Tests.Doubles;

internal sealed record TestRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonObject Json => (JsonObject)JsonNode.Parse(Encoding.UTF8.GetString(Body))!;

    public bool Mutates => Method is not ("GET" or "HEAD") && !Query.ContainsKey("dryRun");

    public string? ClientSubject { get; init; }
}

internal sealed record TestReply(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Writes the body by itself (chunk by chunk) after the head; the connection is closed afterwards.</summary>
    public Func<Stream, CancellationToken, Task>? Stream { get; init; }

    /// <summary>Send only so many bytes of head and body, then cut the connection.</summary>
    public int? CutAfter { get; init; }

    public TimeSpan Delay { get; init; }

    public static TestReply Json(JsonNode node, int status = 200) => new(status, node.ToJsonString());

    public static TestReply StatusOf(int code, string reason, string message, JsonArray? causes = null) => Json(new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = reason,
        ["code"] = code,
        ["details"] = new JsonObject { ["causes"] = causes },
    }, code);
}
