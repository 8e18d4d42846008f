using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases.Storage;

/// <summary>A record with what its Secret says beside it.</summary>
/// <param name="Record">The record.</param>
/// <param name="ResourceVersion">The Secret's resource version when it was read or written.</param>
/// <param name="Annotations">The Secret's annotations.</param>
/// <param name="SecretLabels">All labels of the Secret.</param>
internal sealed record StoredRelease(
    ReleaseRecord Record,
    string? ResourceVersion,
    IReadOnlyDictionary<string, string> Annotations,
    IReadOnlyDictionary<string, string> SecretLabels)
{
    /// <summary>The lease of a pending revision, or null.</summary>
    public ReleaseLease? Lease => ReleaseLease.Read(Annotations.GetValueOrDefault(ReleaseLease.Annotation));

    /// <summary>When the Secret was made, by the server's clock; null when it does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Reads a Secret.</summary>
    public static StoredRelease Read(JsonObject secret)
    {
        var name = secret["metadata"]?["name"]?.GetValue<string>() ?? "";
        var labels = Texts(secret["metadata"]?["labels"]);
        var data = secret["data"]?["release"]?.GetValue<string>() ?? "";
        var record = ReleaseCodec.Decode(ReleaseSecret.Unwrap(data, name), name);
        var own = labels.Where(label => !ReleaseSecret.SystemLabels.Contains(label.Key)).ToDictionary();
        return new StoredRelease(
            new ReleaseRecord(record.Document) { Labels = own },
            secret["metadata"]?["resourceVersion"]?.GetValue<string>(),
            Texts(secret["metadata"]?["annotations"]),
            labels) { Created = RecordTime.Read(secret["metadata"]?["creationTimestamp"]?.GetValue<string>()) };
    }

    private static Dictionary<string, string> Texts(JsonNode? node) => node is JsonObject members
        ? members.ToDictionary(member => member.Key, member => member.Value?.GetValue<string>() ?? "")
        : [];
}
