using System.Text;
using System.Xml;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Reads request documents.</summary>
internal static class S3Xml
{
    public static XElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(body.Span));
        }
        catch (XmlException)
        {
            throw AwsException.BadRequest("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }
}
