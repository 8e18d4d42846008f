using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Http;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Azure.State;

/// <summary>
/// Makes a storage account with a container for states: private, versioned, encrypted, TLS 1.2 at least. All names are the caller's and every step may be
/// repeated, so that a killed bootstrap is finished by the next one. An account that others made is only checked.
/// </summary>
public sealed class StorageAccountMaker
{
    private const string StorageVersion = "2025-06-01";
    private const string GroupVersion = "2025-04-01";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly HttpStatusCode[] Missing = [HttpStatusCode.NotFound];
    private readonly StateRequests requests;
    private readonly Uri address;
    private readonly TimeProvider time;

    /// <summary>Uses the resource manager at an address; no call is made.</summary>
    /// <param name="client">Sends the requests; belongs to the caller.</param>
    /// <param name="token">Gives an access token with the scope <c>https://management.azure.com/.default</c>.</param>
    /// <param name="address">The resource manager's base address, usually <c>https://management.azure.com/</c>.</param>
    /// <param name="time">The clock of waits.</param>
    public StorageAccountMaker(HttpClient client, Func<CancellationToken, Task<string>> token, Uri address, TimeProvider time)
    {
        requests = new StateRequests(client, token, "Azure Resource Manager", "x-ms-request-id");
        this.address = address;
        this.time = time;
    }

    /// <summary>Makes group, account and container when they do not exist, and checks them.</summary>
    /// <param name="place">Subscription, resource group, account and container.</param>
    /// <param name="location">The region.</param>
    /// <param name="cancellationToken">Stops; a second call goes on.</param>
    /// <exception cref="OptaException">The account is not safe (OPTA2106), or a call failed (OPTA2103).</exception>
    public async Task EnsureAsync(StorageAccountPlace place, string location, CancellationToken cancellationToken)
    {
        try
        {
            var account = await GetAsync(place.AccountId, StorageVersion, cancellationToken);
            if (account is null)
            {
                if (await GetAsync(place.GroupId, GroupVersion, cancellationToken) is null)
                    await PutAsync(place.GroupId, GroupVersion, StorageAccountDocuments.Group(location), cancellationToken);
                await PutAsync(place.AccountId, StorageVersion, StorageAccountDocuments.Account(location), cancellationToken);
            }

            account = await UntilReadyAsync(place.AccountId, cancellationToken);
            var service = await GetAsync(place.ServiceId, StorageVersion, cancellationToken) ?? [];
            if (StorageAccountDocuments.IsOurs(account) && service["properties"]?["isVersioningEnabled"]?.GetValue<bool>() != true)
            {
                await PutAsync(place.ServiceId, StorageVersion, StorageAccountDocuments.Service(), cancellationToken);
                service = await GetAsync(place.ServiceId, StorageVersion, cancellationToken) ?? [];
            }

            var container = await GetAsync(place.ContainerId, StorageVersion, cancellationToken);
            StorageAccountDocuments.Check(account, service, container ?? [], place.Account);
            if (container is null)
                await PutAsync(place.ContainerId, StorageVersion, StorageAccountDocuments.Container(), cancellationToken);
        }
        catch (ProviderException exception)
        {
            throw new OptaException(exception.Failure.Diagnostic, exception);
        }
    }

    /// <summary>An account is made in the background; until then nothing can be made in it.</summary>
    private async Task<JsonObject> UntilReadyAsync(string id, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken))
        {
            var account = await GetAsync(id, StorageVersion, cancellationToken);
            if (account?["properties"]?["provisioningState"]?.GetValue<string>() == "Succeeded")
                return account;
            if (time.GetElapsedTime(start) > Longest)
            {
                throw new OptaException(new Diagnostic("OPTA2103", Severity.Error, $"The storage account {id} did not become ready within {Longest.TotalMinutes:0} minutes.")
                {
                    Category = DiagnosticCategory.OperationTimeout,
                    Resource = id,
                    Remedy = "Look at the account in the Azure portal, then run the same command again; it goes on where it stopped.",
                });
            }
        }
    }

    private async Task<JsonObject?> GetAsync(string id, string version, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(id, version));
        using var answer = await requests.SendAsync(request, id, Missing, cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))!.AsObject();
    }

    private async Task PutAsync(string id, string version, JsonObject document, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, AddressOf(id, version)) { Content = JsonContent.Create(document) };
        using var answer = await requests.SendAsync(request, id, [], cancellationToken);
    }

    private Uri AddressOf(string id, string version) => new(address, $"{id.TrimStart('/')}?api-version={version}");
}
