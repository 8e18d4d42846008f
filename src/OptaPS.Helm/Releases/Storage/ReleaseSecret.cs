using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases.Storage;

/// <summary>The Secret that holds a record: name, type, labels and size limit as Helm has them.</summary>
internal static class ReleaseSecret
{
    /// <summary>The Secret's type.</summary>
    public const string Type = "helm.sh/release.v1";

    /// <summary>Bytes of data that Kubernetes allows in one Secret.</summary>
    public const int MaximumData = 1 << 20;

    /// <summary>Labels that are Helm's own.</summary>
    public static IReadOnlySet<string> SystemLabels { get; } = new HashSet<string>(StringComparer.Ordinal) { "name", "owner", "status", "version", "createdAt", "modifiedAt" };

    /// <summary>The Secret's name.</summary>
    public static string NameOf(string release, int revision) => string.Create(CultureInfo.InvariantCulture, $"sh.helm.release.v1.{release}.v{revision}");

    /// <summary>Builds the Secret of a record.</summary>
    /// <exception cref="OptaException">OPTA5502: the record is larger than a Secret can hold.</exception>
    public static JsonObject Build(ReleaseRecord record, IReadOnlyDictionary<string, string> annotations, IReadOnlyDictionary<string, string> stamps)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in record.Labels)
            labels[name] = value;
        foreach (var (name, value) in stamps)
            labels[name] = value;
        labels["name"] = record.Name;
        labels["owner"] = "helm";
        labels["status"] = ReleaseStatusText.Write(record.Status);
        labels["version"] = record.Revision.ToString(CultureInfo.InvariantCulture);

        var text = ReleaseCodec.Encode(record);
        if (text.Length > MaximumData)
            throw TooLarge(record, text.Length);

        var metadata = new JsonObject
        {
            ["name"] = NameOf(record.Name, record.Revision),
            ["namespace"] = record.Namespace,
            ["labels"] = Texts(labels),
        };
        if (annotations.Count > 0)
            metadata["annotations"] = Texts(annotations);

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = metadata,
            ["type"] = Type,
            ["data"] = new JsonObject { ["release"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(text)) },
        };
    }

    /// <summary>Takes Kubernetes' own base64 off a data value; malformed text gives itself, which the codec then refuses by name.</summary>
    public static string Unwrap(string data, string secretName)
    {
        try
        {
            return Encoding.ASCII.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException e)
        {
            throw new OptaException(
                new Diagnostic("OPTA5501", Severity.Error, $"The Secret '{secretName}' does not hold a release record.")
                {
                    Resource = $"Secret {secretName}",
                    Cause = e.Message,
                    Category = DiagnosticCategory.InvalidData,
                    Remedy = "Restore the Secret from a backup, or delete it.",
                },
                e);
        }
    }

    private static OptaException TooLarge(ReleaseRecord record, int length)
    {
        var chart = record.Document["chart"];
        var files = new[] { "templates", "files" }
            .SelectMany(part => chart?[part] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Select(file => (Name: file["name"]?.GetValue<string>() ?? "", Size: (file["data"]?.GetValue<string>().Length ?? 0) / 4 * 3))
            .Append((Name: "(rendered manifest)", Size: Encoding.UTF8.GetByteCount(record.Manifest)))
            .OrderByDescending(file => file.Size)
            .Take(5)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {file.Size:N0} bytes"));
        return new OptaException(new Diagnostic(
            "OPTA5502",
            Severity.Error,
            string.Create(CultureInfo.InvariantCulture, $"The record of release '{record.Name}' needs {length:N0} bytes; a Kubernetes Secret holds at most {MaximumData:N0}."))
        {
            Resource = $"{record.Namespace}/{record.Name}",
            Evidence = [.. files],
            Remedy = "Keep the files named above out of the chart (.helmignore), or split the chart. Nothing was changed.",
            Category = DiagnosticCategory.QuotaExceeded,
        });
    }

    private static JsonObject Texts(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var json = new JsonObject();
        foreach (var (name, value) in texts)
            json[name] = value;
        return json;
    }
}
