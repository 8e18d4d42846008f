using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>The REST-JSON protocol, for the read operations that are needed of it.</summary>
internal sealed class AwsRestJsonClient(AwsService service, AWSCredentials credentials, AwsClientConfig config)
    : AwsProtocolClient(service, credentials, config, AwsErrorBody.FromJson)
{
    /// <summary>Gets a path and gives its JSON answer.</summary>
    public async Task<JsonObject> GetAsync(string operation, string path, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new AwsCall { Operation = operation, Method = "GET", Path = path, Query = query }, cancellationToken);
        return answer.Body.Length == 0 ? [] : JsonNode.Parse(answer.Body)!.AsObject();
    }
}
