using System.Xml.Linq;

namespace OptaPS.Sandbox.Aws.Protocol;

/// <summary>Answers of the Query protocol.</summary>
internal static class QueryReply
{
    public static AwsReply Of(AwsCall call, XNamespace space, params object?[] members) => AwsReply.Xml(new XElement(
        space + (call.Operation + "Response"),
        new XElement(space + (call.Operation + "Result"), members),
        new XElement(space + "ResponseMetadata", new XElement(space + "RequestId", call.RequestId))));

    /// <summary>A list with elements of one name.</summary>
    public static XElement List(XNamespace space, string name, string element, IEnumerable<IEnumerable<object?>> items) =>
        new(space + name, items.Select(i => new XElement(space + element, i)));

    /// <summary>A member that is left out when it is empty.</summary>
    public static XElement? Text(XNamespace space, string name, string? value) => string.IsNullOrEmpty(value) ? null : new XElement(space + name, value);

    public static AwsException Unknown(AwsCall call) =>
        AwsException.BadRequest("InvalidAction", $"Could not find operation {call.Operation} for version {call.Optional("Version") ?? "NO_VERSION_SPECIFIED"}");

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
