using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Tools;

/// <summary>The values of a recorded release.</summary>
public static class RecordValues
{
    /// <summary>The user's values over the chart's own; a null of the user removes. Values of subcharts are not recorded, as in Helm.</summary>
    public static JsonObject Computed(ReleaseRecord record) =>
        Merge(record.Document["chart"]?["values"] as JsonObject ?? [], record.Config);

    private static JsonObject Merge(JsonObject under, JsonObject over)
    {
        var result = (JsonObject)under.DeepClone();
        foreach (var (key, value) in over)
        {
            if (value is null)
                result.Remove(key);
            else if (value is JsonObject upper && result[key] is JsonObject lower)
                result[key] = Merge(lower, upper);
            else
                result[key] = value.DeepClone();
        }
        return result;
    }
}
