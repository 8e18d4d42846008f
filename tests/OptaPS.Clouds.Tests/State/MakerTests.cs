using System.Text.Json.Nodes;
using OptaPS.Clouds.Azure.State;
using OptaPS.Clouds.Gcp.State;
using OptaPS.Diagnostics;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Clouds.Tests.State;

/// <summary>Buckets for states that are made on Google and Azure: against a server that takes no request which the published API would not take.</summary>
public sealed class MakerTests : IAsyncLifetime
{
    private const string Key = "projects/acme/locations/europe-west1/keyRings/r/cryptoKeys/k";
    private static readonly StorageAccountPlace Place = new("11111111-2222-3333-4444-555555555555", "states", "acmestates", "opta");
    private readonly HttpClient client = new();
    private MakerServer server = null!;

    public async Task InitializeAsync() => server = await MakerServer.StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Empty(server.Problems);
        client.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Key)]
    public async Task Google_TheBucket_IsPrivateVersionedEncrypted_AndMadeOnce(string? key)
    {
        await EnsureGoogleAsync(key);
        await EnsureGoogleAsync(key);
        var bucket = server.Documents["/storage/v1/b/acme-states"];
        Assert.True((bool)bucket["versioning"]!["enabled"]!);
        Assert.True((bool)bucket["iamConfiguration"]!["uniformBucketLevelAccess"]!["enabled"]!);
        Assert.Equal("enforced", (string?)bucket["iamConfiguration"]!["publicAccessPrevention"]);
        Assert.Equal(key, (string?)bucket["encryption"]?["defaultKmsKeyName"]);
        Assert.Equal("europe-west1", (string?)bucket["location"]);
        Assert.Single(server.Changes);
    }

    [Theory]
    [InlineData("versioning", "versioning is not enabled")]
    [InlineData("uniform", "uniform bucket-level access is not enabled")]
    [InlineData("prevention", "public access prevention is not enforced")]
    [InlineData("key", "is not its default key")]
    public async Task Google_ABucketThatIsNotSafe_IsRefused_AndLeftAlone(string what, string says)
    {
        await EnsureGoogleAsync(Key);
        var bucket = server.Documents["/storage/v1/b/acme-states"];
        switch (what)
        {
            case "versioning":
                bucket.Remove("versioning");
                break;
            case "uniform":
                bucket["iamConfiguration"]!["uniformBucketLevelAccess"]!["enabled"] = false;
                break;
            case "prevention":
                bucket["iamConfiguration"]!["publicAccessPrevention"] = "inherited";
                break;
            default:
                bucket.Remove("encryption");
                break;
        }

        var error = (await Assert.ThrowsAsync<OptaException>(() => EnsureGoogleAsync(Key))).Diagnostics[0];
        Assert.Equal("OPTA2106", error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Changes);
    }

    [Fact]
    public async Task Google_AnAnswerThatIsLost_IsFollowedByTheSameBucket()
    {
        server.LoseAnswers = 1;
        Assert.Equal("OPTA2103", (await Assert.ThrowsAsync<OptaException>(() => EnsureGoogleAsync(null))).Diagnostics[0].Code);
        await EnsureGoogleAsync(null);
        Assert.Single(server.Changes);
    }

    [Fact]
    public async Task Azure_TheAccount_IsPrivateVersionedEncrypted_AndMadeOnce()
    {
        await EnsureAzureAsync();
        await EnsureAzureAsync();
        var account = server.Documents[Place.AccountId.ToLowerInvariant()]["properties"]!;
        Assert.False((bool)account["allowBlobPublicAccess"]!);
        Assert.False((bool)account["allowSharedKeyAccess"]!);
        Assert.True((bool)account["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string?)account["minimumTlsVersion"]);
        Assert.True((bool)account["encryption"]!["services"]!["blob"]!["enabled"]!);
        Assert.True((bool)server.Documents[Place.ServiceId.ToLowerInvariant()]["properties"]!["isVersioningEnabled"]!);
        Assert.Equal("None", (string?)server.Documents[Place.ContainerId.ToLowerInvariant()]["properties"]!["publicAccess"]);
        Assert.Equal(4, server.Changes.Count);
    }

    [Fact]
    public async Task Azure_ABootstrapThatEndsAtAnyCall_IsFinishedByTheNextOne()
    {
        for (var calls = 1; ; calls++)
        {
            server.Forget();
            server.LoseAnswersAfter = calls;
            try
            {
                await EnsureAzureAsync();
                break;
            }
            catch (OptaException)
            {
                server.LoseAnswersAfter = null;
                await EnsureAzureAsync();
                Assert.True((bool)server.Documents[Place.ServiceId.ToLowerInvariant()]["properties"]!["isVersioningEnabled"]!);
                Assert.True(server.Documents.ContainsKey(Place.ContainerId.ToLowerInvariant()));
            }
        }
    }

    [Theory]
    [InlineData("allowBlobPublicAccess", true, "anonymous access is not forbidden")]
    [InlineData("supportsHttpsTrafficOnly", false, "access without TLS is not forbidden")]
    [InlineData("minimumTlsVersion", "TLS1_0", "TLS older than 1.2 is not forbidden")]
    [InlineData("isVersioningEnabled", false, "versioning is not enabled")]
    public async Task Azure_AnAccountThatOthersMadeUnsafe_IsRefused_AndLeftAlone(string property, object value, string says)
    {
        await EnsureAzureAsync();
        var account = server.Documents[Place.AccountId.ToLowerInvariant()];
        account.Remove("tags");
        var document = property == "isVersioningEnabled" ? server.Documents[Place.ServiceId.ToLowerInvariant()] : account;
        document["properties"]![property] = JsonValue.Create(value);
        var error = (await Assert.ThrowsAsync<OptaException>(EnsureAzureAsync)).Diagnostics[0];
        Assert.Equal("OPTA2106", error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Changes.Count);
    }

    [Fact]
    public async Task RefusedCredentials_AreNamed()
    {
        var google = new GcsBucketMaker(client, _ => Task.FromResult("wrong"), server.Address);
        Assert.Equal(DiagnosticCategory.PermissionDenied, (await Assert.ThrowsAsync<OptaException>(() => google.EnsureAsync("acme-states", "acme", "europe-west1", null, default))).Diagnostics[0].Category);
        Assert.Empty(server.Changes);
    }

    private Task EnsureGoogleAsync(string? key) =>
        new GcsBucketMaker(client, _ => Task.FromResult(MakerServer.Token), server.Address).EnsureAsync("acme-states", "acme", "europe-west1", key, default);

    private Task EnsureAzureAsync() =>
        new StorageAccountMaker(client, _ => Task.FromResult(MakerServer.Token), server.Address, new VirtualTime()).EnsureAsync(Place, "westeurope", default);
}
