using System.Text.Json;
using System.Text.Json.Serialization;
using OptaPS.Diagnostics;

namespace OptaPS.Clouds.Aws.Types;

/// <summary>The types that are served, from the embedded data files.</summary>
internal sealed class AwsTypeTable
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Dictionary<string, AwsType> types;

    private AwsTypeTable(IEnumerable<AwsType> rows) => types = rows.ToDictionary(row => row.Type, StringComparer.Ordinal);

    /// <summary>All rows.</summary>
    public IReadOnlyCollection<AwsType> All => types.Values;

    /// <summary>The row of a type.</summary>
    /// <exception cref="OptaException">The type is not served.</exception>
    public AwsType this[string typeName] => types.TryGetValue(typeName, out var row) ? row : throw NotServed(typeName);

    /// <summary>Reads the embedded files.</summary>
    public static AwsTypeTable Load()
    {
        var assembly = typeof(AwsTypeTable).Assembly;
        var rows = new List<AwsType>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("aws-types/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            rows.AddRange(JsonSerializer.Deserialize<AwsType[]>(stream, Format)!);
        }
        return new AwsTypeTable(rows);
    }

    private OptaException NotServed(string typeName)
    {
        var service = typeName.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var end ? typeName[..(end + 2)] : typeName;
        var near = types.Keys.Where(known => known.StartsWith(service, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return new OptaException(new Diagnostic("OPTA3001", Severity.Error, $"The AWS resource type '{typeName}' is not supported.")
        {
            Category = DiagnosticCategory.NotImplemented,
            Allowed = near.Count > 0 ? string.Join(", ", near) : null,
            Remedy = "Leave the feature out, or make the resource outside OptaPS.",
        });
    }
}
