using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Http;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Gcp.State;

/// <summary>
/// Makes a state bucket that is private (uniform access, public access prevented), keeps old versions and is encrypted; refuses one of that name that
/// is not. One request makes it whole, so that nothing half is left when the process dies.
/// </summary>
public sealed class GcsBucketMaker
{
    private const int KeepVersionsDays = 90;
    private static readonly HttpStatusCode[] Missing = [HttpStatusCode.NotFound];
    private static readonly HttpStatusCode[] Taken = [HttpStatusCode.Conflict];
    private readonly StateRequests requests;
    private readonly Uri address;

    /// <summary>Uses the service at an address; no call is made.</summary>
    /// <param name="client">Sends the requests; belongs to the caller.</param>
    /// <param name="token">Gives an access token with the scope <c>devstorage.read_write</c>.</param>
    /// <param name="address">The service's base address, usually <c>https://storage.googleapis.com/</c>.</param>
    public GcsBucketMaker(HttpClient client, Func<CancellationToken, Task<string>> token, Uri address)
    {
        requests = new StateRequests(client, token, "Google Cloud Storage", "x-guploader-uploadid");
        this.address = address;
    }

    /// <summary>Makes the bucket when it does not exist, and checks it.</summary>
    /// <param name="bucket">Its name.</param>
    /// <param name="project">The project that pays for it.</param>
    /// <param name="location">Region, dual-region or multi-region.</param>
    /// <param name="key">Resource name of the Cloud KMS key that encrypts objects, or null for Google's own keys. The storage service agent must be allowed to use it.</param>
    /// <param name="cancellationToken">Stops; a second call goes on.</param>
    /// <exception cref="OptaException">The bucket is not safe (OPTA2106), or a call failed (OPTA2103).</exception>
    public async Task EnsureAsync(string bucket, string project, string location, string? key, CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync(bucket, cancellationToken) is { } present)
            {
                Check(present, bucket, key);
                return;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"storage/v1/b?project={Uri.EscapeDataString(project)}"))
            {
                Content = JsonContent.Create(Document(bucket, location, key)),
            };
            using var answer = await requests.SendAsync(request, $"gs://{bucket}", Taken, cancellationToken);

            // Made a moment ago by somebody else, or by a request of ours whose answer was lost; a stranger's cannot be read.
            if (answer.StatusCode == HttpStatusCode.Conflict && await FindAsync(bucket, cancellationToken) is { } other)
                Check(other, bucket, key);
        }
        catch (ProviderException exception)
        {
            throw new OptaException(exception.Failure.Diagnostic, exception);
        }
    }

    private async Task<JsonObject?> FindAsync(string bucket, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, $"storage/v1/b/{Uri.EscapeDataString(bucket)}?projection=noAcl"));
        using var answer = await requests.SendAsync(request, $"gs://{bucket}", Missing, cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))!.AsObject();
    }

    private static void Check(JsonObject present, string bucket, string? key)
    {
        var missing = new List<string>();
        if (present["versioning"]?["enabled"]?.GetValue<bool>() != true)
            missing.Add("versioning is not enabled");
        if (present["iamConfiguration"]?["uniformBucketLevelAccess"]?["enabled"]?.GetValue<bool>() != true)
            missing.Add("uniform bucket-level access is not enabled");
        if (present["iamConfiguration"]?["publicAccessPrevention"]?.GetValue<string>() != "enforced")
            missing.Add("public access prevention is not enforced");
        if (key is not null && present["encryption"]?["defaultKmsKeyName"]?.GetValue<string>() != key)
            missing.Add($"the key '{key}' is not its default key");
        if (missing.Count > 0)
        {
            throw new OptaException(new Diagnostic("OPTA2106", Severity.Error, $"The bucket '{bucket}' exists but is not safe for a state: {string.Join(", ", missing)}.")
            {
                Category = DiagnosticCategory.SecurityError,
                Resource = $"gs://{bucket}",
                Remedy = "Enable versioning, uniform bucket-level access and public access prevention on the bucket, or name another one.",
            });
        }
    }

    private static JsonObject Document(string bucket, string location, string? key)
    {
        var document = new JsonObject
        {
            ["name"] = bucket,
            ["location"] = location,
            ["iamConfiguration"] = new JsonObject
            {
                ["uniformBucketLevelAccess"] = new JsonObject { ["enabled"] = true },
                ["publicAccessPrevention"] = "enforced",
            },
            ["versioning"] = new JsonObject { ["enabled"] = true },
            ["lifecycle"] = new JsonObject
            {
                ["rule"] = new JsonArray(new JsonObject
                {
                    ["action"] = new JsonObject { ["type"] = "Delete" },
                    ["condition"] = new JsonObject { ["daysSinceNoncurrentTime"] = KeepVersionsDays },
                }),
            },
            ["labels"] = new JsonObject { ["optaps"] = "state" },
        };
        if (key is not null)
            document["encryption"] = new JsonObject { ["defaultKmsKeyName"] = key };
        return document;
    }
}
