using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Formats in the schemas of custom resources that the server does not know.</summary>
internal static class FormatWarnings
{
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr", "mac", "uuid", "uuid3", "uuid4", "uuid5", "isbn", "isbn10", "isbn13", "creditcard", "ssn", "hexcolor", "rgbcolor", "byte", "password", "date",
        "duration", "datetime", "k8sshortname", "k8slongname"
    };

    /// <summary>Formats that are new in an object.</summary>
    public static IEnumerable<string> For(JsonObject body, JsonObject? old) => Formats(body).Except(old is null ? [] : Formats(old)).Select(format => $"unrecognized format \"{format}\"");

    private static IEnumerable<string> Formats(JsonObject body) => body.Objects("spec", "versions").SelectMany(version => In(version.Map("schema", "openAPIV3Schema"))).Distinct();

    private static IEnumerable<string> In(JsonObject? schema)
    {
        if (schema is null)
            yield break;
        if (schema.Text("format") is { Length: > 0 } format && !IsKnown(schema.Text("type") ?? "", format))
            yield return format;
        var parts = new[] { schema.Map("items"), schema.Map("additionalProperties"), schema.Map("not") }
            .Concat((schema.Map("properties") ?? []).Select(pair => pair.Value as JsonObject)).Concat(new[] { "allOf", "anyOf", "oneOf" }.SelectMany(word => schema.Objects(word)));
        foreach (var inner in parts.SelectMany(In))
            yield return inner;
    }

    private static bool IsKnown(string type, string format) => type switch
    {
        "" or "string" => Texts.Contains(format.Replace("-", "", StringComparison.Ordinal)),
        "integer" => format is "int32" or "int64",
        "number" => format is "float" or "double",
        _ => false
    };
}
