using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Clouds.Aws.Protocol;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.State;
using OptaPS.Diagnostics;

namespace OptaPS.Clouds.Tests.State;

public sealed class BootstrapTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task TheBucket_IsPrivateVersionedEncrypted_AndTakesTlsOnly()
    {
        var bucket = await GetAsync("AWS::S3::Bucket", fixture.Bucket);
        Assert.Equal("Enabled", (string?)bucket["VersioningConfiguration"]!["Status"]);
        var block = bucket["PublicAccessBlockConfiguration"]!.AsObject();
        Assert.Equal(4, block.Count);
        Assert.All(block, pair => Assert.True((bool)pair.Value!));
        var rule = Assert.Single(bucket["BucketEncryption"]!["ServerSideEncryptionConfiguration"]!.AsArray())!["ServerSideEncryptionByDefault"]!;
        Assert.Equal("aws:kms", (string?)rule["SSEAlgorithm"]);
        Assert.EndsWith(AwsStateBucket.UsualKey(fixture.Bucket), (string?)rule["KMSMasterKeyID"], StringComparison.Ordinal);
        var alias = await GetAsync("AWS::KMS::Alias", AwsStateBucket.UsualKey(fixture.Bucket));
        var key = await GetAsync("AWS::KMS::Key", ((string)alias["TargetKeyId"]!).Split('/')[^1]);
        Assert.True((bool)key["EnableKeyRotation"]!);
        var policy = await GetAsync("AWS::S3::BucketPolicy", fixture.Bucket);
        Assert.Contains("aws:SecureTransport", policy["PolicyDocument"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecondBootstrap_MakesNothing()
    {
        using var client = Client();
        var before = await CountAsync(client);
        using (var again = new AwsStateBucket(fixture.Sandbox.Endpoints, SandboxFixture.Account.Region, fixture.Bucket))
            await again.EnsureAsync(SandboxFixture.Account, default);
        Assert.Equal(before, await CountAsync(client));
    }

    [Fact]
    public async Task TwoBootstrapsAtOnce_MakeOneBucketAndOneKey()
    {
        var name = "optaps-twice-000000000000-us-east-1";
        using var one = new AwsStateBucket(fixture.Sandbox.Endpoints, SandboxFixture.Account.Region, name);
        using var two = new AwsStateBucket(fixture.Sandbox.Endpoints, SandboxFixture.Account.Region, name);
        using var client = Client();
        var before = await CountAsync(client);
        await Task.WhenAll(one.EnsureAsync(SandboxFixture.Account, default), two.EnsureAsync(SandboxFixture.Account, default));
        Assert.Equal((before.Buckets + 1, before.Keys + 1), await CountAsync(client));
    }

    [Fact]
    public async Task ABucketThatIsNotSafe_IsRefused_AndUntouched()
    {
        using var http = new TrustingHttpClientFactory(fixture.Sandbox.Endpoints);
        using var plain = S3ClientMaker.Create(fixture.Sandbox.Endpoints, "us-east-1", http);
        await plain.PutBucketAsync("plain-bucket");
        using var bucket = new AwsStateBucket(fixture.Sandbox.Endpoints, "us-east-1", "plain-bucket");
        var error = (await Assert.ThrowsAsync<OptaException>(() => bucket.EnsureAsync(SandboxFixture.Account, default))).Diagnostics[0];
        Assert.Equal("OPTA2106", error.Code);
        Assert.Contains("versioning", error.Message, StringComparison.Ordinal);
        Assert.Contains("public", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheKey_WrapsAndUnwraps_ByItsNameInTheWrappedForm()
    {
        using var wrapper = new KmsKeyWrapper(fixture.Sandbox.Endpoints, AwsStateBucket.UsualKey(fixture.Bucket), "us-east-1");
        var dataKey = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var wrapped = await wrapper.WrapAsync(dataKey, default);
        using var reader = new KmsKeyWrapper(fixture.Sandbox.Endpoints);
        Assert.Equal(dataKey, await reader.UnwrapAsync(wrapped, default));
        wrapped[^1] ^= 1;
        Assert.Equal("OPTA2304", (await Assert.ThrowsAsync<OptaException>(async () => await reader.UnwrapAsync(wrapped, default))).Diagnostics[0].Code);
        Assert.Equal("OPTA2303", (await Assert.ThrowsAsync<OptaException>(async () => await reader.UnwrapAsync(new byte[] { 0, 9, 1 }, default))).Diagnostics[0].Code);
        using var missing = new KmsKeyWrapper(fixture.Sandbox.Endpoints, "alias/not-there", "us-east-1");
        var error = (await Assert.ThrowsAsync<OptaException>(async () => await missing.WrapAsync(dataKey, default))).Diagnostics[0];
        Assert.Equal("OPTA2304", error.Code);
        Assert.NotNull(error.RequestId);
    }

    [Fact]
    public async Task AMissingBucket_HoldsNoState_AndIsAnErrorOfWriting()
    {
        using var bucket = new AwsStateBucket(fixture.Sandbox.Endpoints, "us-east-1", "never-made");
        Assert.Null(await bucket.Store.GetAsync("a", default));
        Assert.Empty(await bucket.Store.ListAsync("", default));
        var error = await Assert.ThrowsAsync<Engine.Providers.ProviderException>(() => bucket.Store.PutAsync("a", new byte[1], null, default));
        Assert.Contains("never-made", error.Failure.Diagnostic.Resource, StringComparison.Ordinal);
    }

    private ClientAccess Client() => new(fixture.Sandbox.Endpoints);

    private async Task<JsonObject> GetAsync(string type, string identifier)
    {
        using var client = Client();
        return (await client.CloudControl.GetAsync(type, identifier, default)).Properties;
    }

    private static async Task<(int Buckets, int Keys)> CountAsync(ClientAccess client)
    {
        var counts = new List<int>();
        foreach (var type in new[] { "AWS::S3::Bucket", "AWS::KMS::Key" })
        {
            var count = 0;
            await foreach (var _ in client.CloudControl.ListAsync(type, null, default))
                count++;
            counts.Add(count);
        }

        return (counts[0], counts[1]);
    }

    private sealed class ClientAccess : IDisposable
    {
        private readonly TrustingHttpClientFactory http;
        private readonly AwsJsonClient client;

        public ClientAccess(Targets.EndpointSet endpoints)
        {
            http = new TrustingHttpClientFactory(endpoints);
            client = new AwsJsonClient(AwsService.CloudControl, new AwsCredentialProvider(endpoints).Credentials, new AwsClientConfig(AwsService.CloudControl, "us-east-1", endpoints, http), "CloudApiService", "1.0");
        }

        public CloudControlClient CloudControl => new(client);

        public void Dispose()
        {
            client.Dispose();
            http.Dispose();
        }
    }
}
