using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>The AWS JSON protocols 1.0 and 1.1: the operation in a header, the parameters in a JSON body.</summary>
internal sealed class AwsJsonClient(AwsService service, AWSCredentials credentials, AwsClientConfig config, string targetPrefix, string version)
    : AwsProtocolClient(service, credentials, config, AwsErrorBody.FromJson)
{
    /// <summary>Calls an operation and gives its answer.</summary>
    public async Task<JsonObject> CallAsync(string operation, JsonObject parameters, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            new AwsCall
            {
                Operation = operation,
                Headers = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Content-Type"] = "application/x-amz-json-" + version,
                    ["X-Amz-Target"] = $"{targetPrefix}.{operation}",
                },
                Body = Encoding.UTF8.GetBytes(parameters.ToJsonString()),
            },
            cancellationToken);
        return answer.Body.Length == 0 ? [] : JsonNode.Parse(answer.Body)!.AsObject();
    }
}
