using System.Globalization;
using System.Text.Json.Nodes;

namespace OptaPS.Clouds.Aws.Services;

/// <summary>Cloud Control's report on an operation.</summary>
/// <param name="Operation"><c>CREATE</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
/// <param name="Status">Where the operation stands.</param>
/// <param name="RequestToken">What to poll with.</param>
internal sealed record ProgressEvent(string Operation, string Status, string RequestToken)
{
    /// <summary>The resource's identifier, as soon as it is known.</summary>
    public string? Identifier { get; init; }

    /// <summary>The type.</summary>
    public string? TypeName { get; init; }

    /// <summary>The handler's error code, when failed.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The handler's words.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>The earliest time to ask again.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>Messages of account-wide hooks that failed or warned.</summary>
    public IReadOnlyList<string> HookMessages { get; init; } = [];

    /// <summary>True when the operation was cancelled by somebody.</summary>
    public bool Cancelled => Status == "CANCEL_COMPLETE";

    /// <summary>Reads the answer of an operation.</summary>
    public static ProgressEvent From(JsonObject answer)
    {
        var body = answer["ProgressEvent"]?.AsObject() ?? throw new FormatException("Cloud Control's answer holds no ProgressEvent.");
        return new ProgressEvent(Text(body, "Operation") ?? "", Text(body, "OperationStatus") ?? "", Text(body, "RequestToken") ?? "")
        {
            Identifier = Text(body, "Identifier"),
            TypeName = Text(body, "TypeName"),
            ErrorCode = Text(body, "ErrorCode"),
            StatusMessage = Text(body, "StatusMessage"),
            RetryAfter = Time(body["RetryAfter"]),
            HookMessages = [.. Hooks(answer["HooksProgressEvent"] as JsonArray)],
        };
    }

    private static IEnumerable<string> Hooks(JsonArray? hooks) => (hooks ?? [])
        .OfType<JsonObject>()
        .Where(hook => Text(hook, "HookStatus") is "HOOK_FAILED" or "HOOK_COMPLETE_FAILED")
        .Select(hook => $"hook {Text(hook, "HookTypeName")}: {Text(hook, "HookStatusMessage")}");

    private static string? Text(JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static DateTimeOffset? Time(JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;
        if (value.TryGetValue<double>(out var seconds))
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
        return value.TryGetValue<string>(out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
    }
}
