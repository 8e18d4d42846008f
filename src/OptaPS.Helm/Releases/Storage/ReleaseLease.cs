using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases.Storage;

/// <summary>Who works on a pending revision and until when that is believed; kept as an annotation on the record's Secret.</summary>
/// <param name="Holder">Who: an operation's stable name, so that a repeated run recognises its own work.</param>
/// <param name="Expires">When the holder counts as dead unless it renews.</param>
/// <param name="Started">When the operation began.</param>
public sealed record ReleaseLease(string Holder, DateTimeOffset Expires, DateTimeOffset Started)
{
    /// <summary>The annotation's name.</summary>
    public const string Annotation = "optaps.dev/lease";

    /// <summary>How long a lease lasts without renewal.</summary>
    public static TimeSpan Duration { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The annotation's text.</summary>
    public string Write() => new JsonObject
    {
        ["holder"] = Holder,
        ["expires"] = RecordTime.Write(Expires.ToUniversalTime()),
        ["started"] = RecordTime.Write(Started.ToUniversalTime()),
    }.ToJsonString();

    /// <summary>Reads the annotation; null when it is absent or malformed.</summary>
    public static ReleaseLease? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return JsonNode.Parse(text) is JsonObject json
                && json["holder"]?.GetValue<string>() is { } holder
                && RecordTime.Read(json["expires"]?.GetValue<string>()) is { } expires
                ? new(holder, expires, RecordTime.Read(json["started"]?.GetValue<string>()) ?? expires)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
