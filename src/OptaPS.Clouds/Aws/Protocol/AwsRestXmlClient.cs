using System.Text;
using System.Xml.Linq;
using Amazon.Runtime;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>The REST-XML protocol: a path, and XML in body and answer.</summary>
internal sealed class AwsRestXmlClient(AwsService service, AWSCredentials credentials, AwsClientConfig config)
    : AwsProtocolClient(service, credentials, config, AwsErrorBody.FromXml)
{
    /// <summary>Gets a path and gives the root element of the answer.</summary>
    public Task<XElement> GetAsync(string operation, string path, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken) =>
        RootAsync(new AwsCall { Operation = operation, Method = "GET", Path = path, Query = query }, cancellationToken);

    /// <summary>Posts a document to a path and gives the root element of the answer.</summary>
    public Task<XElement> PostAsync(string operation, string path, XElement document, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/xml" };
        return RootAsync(new AwsCall { Operation = operation, Path = path, Headers = headers, Body = Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting)) }, cancellationToken);
    }

    private async Task<XElement> RootAsync(AwsCall call, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(call, cancellationToken);
        using var stream = new MemoryStream(answer.Body);
        return (await XDocument.LoadAsync(stream, LoadOptions.None, cancellationToken)).Root!;
    }
}
