using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OptaPS.Clouds.Aws.Records;

/// <summary>One record set, as a document in CloudFormation's words and in the words of Route 53's own API.</summary>
/// <param name="Zone">The zone's identifier.</param>
/// <param name="Document">The document: Name, Type, TTL and ResourceRecords, or AliasTarget.</param>
internal sealed partial record RecordSet(string Zone, JsonObject Document)
{
    /// <summary>What Route 53 gave; a delete has to repeat it whole, with what this program does not know of.</summary>
    private XElement? Given { get; init; }

    /// <summary>The name in lower case without the final dot.</summary>
    public string Name => Text("Name").TrimEnd('.').ToLowerInvariant();

    /// <summary>The type, such as <c>A</c>.</summary>
    public string Type => Text("Type");

    /// <summary>The values, empty for an alias.</summary>
    public IReadOnlyList<string> Values => [.. (Document["ResourceRecords"] as JsonArray ?? []).Select(value => value!.ToString())];

    /// <summary>By which the set is named in state: zone, name and type.</summary>
    public string Identifier => $"{Zone}|{Name}|{Type}";

    /// <summary>The set that a document describes.</summary>
    public static RecordSet Of(JsonObject document) => new(document["HostedZoneId"]?.ToString() ?? "", document);

    /// <summary>Reads a set of an answer.</summary>
    public static RecordSet Read(string zone, XElement element)
    {
        XElement? Child(XElement? parent, string name) => parent?.Elements().FirstOrDefault(one => one.Name.LocalName == name);
        var document = new JsonObject
        {
            ["HostedZoneId"] = zone,
            ["Name"] = Plain(Child(element, "Name")?.Value ?? ""),
            ["Type"] = Child(element, "Type")?.Value ?? "",
        };
        if (Child(element, "TTL")?.Value is { Length: > 0 } life)
            document["TTL"] = life;
        if (Child(element, "ResourceRecords") is { } values)
            document["ResourceRecords"] = new JsonArray([.. values.Elements().Select(value => (JsonNode)value.Value)]);
        if (Child(element, "AliasTarget") is { } alias)
        {
            document["AliasTarget"] = new JsonObject
            {
                ["DNSName"] = Child(alias, "DNSName")?.Value ?? "",
                ["HostedZoneId"] = Child(alias, "HostedZoneId")?.Value ?? "",
                ["EvaluateTargetHealth"] = Child(alias, "EvaluateTargetHealth")?.Value == "true",
            };
        }

        return new RecordSet(zone, document) { Given = element };
    }

    /// <summary>The set as an element of a request.</summary>
    public XElement Write(XNamespace space) => Given is not null ? new XElement(Given) : new XElement(
        space + "ResourceRecordSet",
        new XElement(space + "Name", Name + "."),
        new XElement(space + "Type", Type),
        Document["TTL"] is { } life ? new XElement(space + "TTL", life.ToString()) : null,
        Values.Count > 0 ? new XElement(space + "ResourceRecords", Values.Select(value => new XElement(space + "ResourceRecord", new XElement(space + "Value", value)))) : null,
        Document["AliasTarget"] is JsonObject alias
            ? new XElement(
                space + "AliasTarget",
                new XElement(space + "HostedZoneId", alias["HostedZoneId"]?.ToString()),
                new XElement(space + "DNSName", alias["DNSName"]?.ToString()),
                new XElement(space + "EvaluateTargetHealth", alias["EvaluateTargetHealth"]?.GetValue<bool>() is true ? "true" : "false"))
            : null);

    /// <summary>True when the other set answers the same.</summary>
    public bool SameAs(RecordSet other) =>
        Name == other.Name && Type == other.Type
        && Document["TTL"]?.ToString() == other.Document["TTL"]?.ToString()
        && Values.Order(StringComparer.Ordinal).SequenceEqual(other.Values.Order(StringComparer.Ordinal), StringComparer.Ordinal)
        && Target(this) == Target(other);

    private static string Target(RecordSet record) => record.Document["AliasTarget"]?["DNSName"]?.ToString().TrimEnd('.').ToLowerInvariant() ?? "";

    // Route 53 writes characters beyond letters, digits and dashes as a backslash and three octal digits: *.example.com is \052.example.com.
    private static string Plain(string name) => Escape().Replace(name, match => ((char)Convert.ToInt32(match.Groups["code"].Value, 8)).ToString());

    private string Text(string name) => Document[name]?.ToString() ?? "";

    [GeneratedRegex(@"\\(?<code>[0-7]{3})", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
