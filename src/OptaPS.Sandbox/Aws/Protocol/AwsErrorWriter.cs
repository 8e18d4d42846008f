using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace OptaPS.Sandbox.Aws.Protocol;

/// <summary>Writes a refusal in the form of the service that refuses.</summary>
internal static class AwsErrorWriter
{
    public static AwsReply Write(AwsErrorFormat format, AwsException error, string requestId, string contentType)
    {
        var type = error.Status >= 500 ? "Receiver" : "Sender";
        switch (format)
        {
            case AwsErrorFormat.Json:
                return AwsReply.Json(new JsonObject { ["__type"] = "com.amazon.coral.service#" + error.Code, ["Message"] = error.Message, ["message"] = error.Message }, contentType, error.Status) with
                {
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-amzn-ErrorType"] = error.Code }
                };
            case AwsErrorFormat.RestJson:
                return AwsReply.Json(new JsonObject { ["message"] = error.Message }, "application/json", error.Status) with
                {
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-amzn-ErrorType"] = error.Code }
                };
            case AwsErrorFormat.Ec2:
                return AwsReply.Xml(new XElement("Response", new XElement("Errors", new XElement("Error", new XElement("Code", error.Code), new XElement("Message", error.Message))), new XElement("RequestID", requestId)), error.Status);
            case AwsErrorFormat.S3:
                return AwsReply.Xml(new XElement("Error", new XElement("Code", error.Code), new XElement("Message", error.Message), new XElement("RequestId", requestId), new XElement("HostId", requestId)), error.Status) with { ContentType = "application/xml" };
            default:
                return AwsReply.Xml(new XElement("ErrorResponse", new XElement("Error", new XElement("Type", type), new XElement("Code", error.Code), new XElement("Message", error.Message)), new XElement("RequestId", requestId)), error.Status);
        }
    }
}
