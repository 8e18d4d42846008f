using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Errors;

/// <summary>A refusal that the API server answers as a Status object.</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject? Details { get; } = details;

    /// <summary>Seconds for the Retry-After header, or null.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Continue token of metadata, or null.</summary>
    public string? ContinueToken { get; init; }

    /// <summary>Values of the Allow header, or null.</summary>
    public string? Allow { get; init; }

    /// <summary>The refusal is a page of text and not a document.</summary>
    public bool IsPage { get; init; }

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = ContinueToken is null ? new JsonObject() : new JsonObject { ["continue"] = ContinueToken },
            ["status"] = "Failure"
        };
        if (Message.Length > 0)
            status["message"] = Message;
        if (Reason.Length > 0)
            status["reason"] = Reason;
        if (Details is not null)
            status["details"] = Details.DeepClone();
        status["code"] = Code;
        return status;
    }
}
