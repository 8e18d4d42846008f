using System.Xml.Linq;

namespace OptaPS.Sandbox.Aws.Route53;

/// <summary>Record sets as Route 53 writes them.</summary>
internal static class RecordXml
{
    public static readonly XNamespace Space = "https://route53.amazonaws.com/doc/2013-04-01/";

    public static RecordSet Read(XElement element)
    {
        string Text(XElement? parent, string name) => parent?.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";
        XElement? Child(string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name);
        var alias = Child("AliasTarget");
        return new RecordSet(
            Text(element, "Name").Replace("\\052", "*", StringComparison.Ordinal).TrimEnd('.').ToLowerInvariant() + ".",
            Text(element, "Type"),
            Text(element, "SetIdentifier"),
            Text(element, "TTL"),
            [.. Child("ResourceRecords")?.Elements().Select(r => Text(r, "Value")) ?? []],
            Text(alias, "HostedZoneId"),
            Text(alias, "DNSName"));
    }

    public static XElement Write(RecordSet record) => new(
        Space + "ResourceRecordSet",
        new XElement(Space + "Name", record.Name.Replace("*", "\\052", StringComparison.Ordinal)),
        new XElement(Space + "Type", record.Type),
        record.SetIdentifier.Length > 0 ? new XElement(Space + "SetIdentifier", record.SetIdentifier) : null,
        record.AliasName.Length > 0
            ? new XElement(Space + "AliasTarget", new XElement(Space + "HostedZoneId", record.AliasZone), new XElement(Space + "DNSName", record.AliasName), new XElement(Space + "EvaluateTargetHealth", "false"))
            : new XElement(Space + "TTL", record.Ttl),
        record.AliasName.Length > 0 ? null : new XElement(Space + "ResourceRecords", record.Values.Select(v => new XElement(Space + "ResourceRecord", new XElement(Space + "Value", v)))));
}
