using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Reads resource versions of queries.</summary>
internal static class ResourceVersions
{
    public static long Parse(string text, ResourceKind kind, string verb)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return version;
        var problem = $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax";
        throw verb == "list" ? ApiErrors.BadRequest("invalid resource version: " + problem) : new ApiException(500, "", problem);
    }

    public static ApiException TooLarge(long wanted, long current) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {wanted}, current: {current}", new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1
        })
        { RetryAfter = 1 };
}
