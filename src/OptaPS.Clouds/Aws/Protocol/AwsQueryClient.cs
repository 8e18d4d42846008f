using System.Text;
using System.Xml.Linq;
using Amazon.Runtime;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>The Query protocol (and EC2's variant of it): a form in the body, XML in the answer.</summary>
internal sealed class AwsQueryClient(AwsService service, AWSCredentials credentials, AwsClientConfig config, string apiVersion)
    : AwsProtocolClient(service, credentials, config, AwsErrorBody.FromXml)
{
    /// <summary>Calls an action and gives the root element of its answer.</summary>
    public async Task<XElement> CallAsync(string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken) =>
        (await CallDatedAsync(action, parameters, cancellationToken)).Answer;

    /// <summary>The same, with the service's clock when it answered, or null when it did not say.</summary>
    public async Task<(XElement Answer, DateTimeOffset? Date)> CallDatedAsync(string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var form = parameters.Prepend(new("Version", apiVersion)).Prepend(new("Action", action));
        var body = string.Join('&', form.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));
        var answer = await SendAsync(
            new AwsCall
            {
                Operation = action,
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8" },
                Body = Encoding.UTF8.GetBytes(body),
            },
            cancellationToken);
        using var stream = new MemoryStream(answer.Body);
        var document = await XDocument.LoadAsync(stream, LoadOptions.None, cancellationToken);
        return (document.Root!, answer.Date);
    }
}
