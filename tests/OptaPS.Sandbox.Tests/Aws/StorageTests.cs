using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

public sealed class StorageTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;
    private AwsTestClient _aws = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(timeScale: 20000);
        _aws = new AwsTestClient(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task S3_ConditionalWrites_HaveOneWinner()
    {
        await _aws.CreateAsync("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "state-bucket" });
        Assert.Equal(HttpStatusCode.OK, await PutAsync("lock", "a", ("If-None-Match", "*")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync("lock", "b", ("If-None-Match", "*")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync("lock", "b", ("If-Match", "\"0000\"")));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync("none", "b", ("If-Match", "\"0000\"")));
        var races = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PutAsync("race", $"{i}", ("If-None-Match", "*"))));
        Assert.Single(races, HttpStatusCode.OK);

        var (status, body) = await _aws.SendAsync("s3", HttpMethod.Get, "/state-bucket/lock", []);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("a", body);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _aws.SendAsync("s3", HttpMethod.Delete, "/state-bucket/lock", [], ("If-Match", "\"0000\""))).Status);
        var etag = "\"0cc175b9c0f1b6a831c399e269772661\"";
        foreach (var (name, value, wanted) in new[]
                 {
                     ("If-None-Match", etag, HttpStatusCode.NotModified), ("If-None-Match", etag.Trim('"'), HttpStatusCode.NotModified), ("If-None-Match", "\"0000\"", HttpStatusCode.OK), ("If-Match", etag.Trim('"'), HttpStatusCode.OK),
                     ("If-Match", "\"0000\"", HttpStatusCode.PreconditionFailed), ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT", HttpStatusCode.NotModified), ("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT", HttpStatusCode.PreconditionFailed)
                 })
        {
            Assert.Equal((name, value, wanted), (name, value, (await _aws.SendAsync("s3", HttpMethod.Get, "/state-bucket/lock", [], (name, value))).Status));
        }

        var (old, why) = (await _sandbox.Http.GetAsync(new Uri("/state-bucket/lock?AWSAccessKeyId=a&Signature=b&Expires=1", UriKind.Relative))) is var answer ? (answer.StatusCode, await answer.Content.ReadAsStringAsync()) : default;
        Assert.Equal(HttpStatusCode.BadRequest, old);
        Assert.Contains("<Code>InvalidRequest</Code>", why, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await _aws.SendAsync("s3", HttpMethod.Delete, "/state-bucket/lock", [], ("If-Match", etag))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _aws.SendAsync("s3", HttpMethod.Get, "/state-bucket/lock", [])).Status);
    }

    [Fact]
    public async Task S3_Bucket_NeedsAGoodName()
    {
        foreach (var (name, wanted) in new[] { ("Bad_Name", HttpStatusCode.BadRequest), ("ab", HttpStatusCode.BadRequest), ("10.0.0.1", HttpStatusCode.BadRequest), ("good.name-1", HttpStatusCode.OK) })
        {
            Assert.Equal((name, wanted), (name, (await _aws.SendAsync("s3", HttpMethod.Put, "/" + name, [])).Status));
        }
    }

    [Fact]
    public async Task Route53_ZoneOfTheSameReference_ExistsAlready()
    {
        var form = Encoding.UTF8.GetBytes("<CreateHostedZoneRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Name>k.test</Name><CallerReference>once</CallerReference></CreateHostedZoneRequest>");
        var (status, made) = await _aws.SendAsync("route53", HttpMethod.Post, "/2013-04-01/hostedzone", form);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Contains("<CallerReference>once</CallerReference>", made, StringComparison.Ordinal);
        var (again, refused) = await _aws.SendAsync("route53", HttpMethod.Post, "/2013-04-01/hostedzone", form);
        Assert.Equal(HttpStatusCode.Conflict, again);
        Assert.Contains("<Code>HostedZoneAlreadyExists</Code>", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S3_BucketWithObjects_IsNotDeleted()
    {
        var bucket = await _aws.CreateAsync("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "state-bucket" });
        await PutAsync("journal/1", "x");
        var refused = await _aws.TryDeleteAsync("AWS::S3::Bucket", bucket);
        Assert.Contains("not empty", (string)refused["StatusMessage"]!, StringComparison.Ordinal);
        await _aws.SendAsync("s3", HttpMethod.Delete, "/state-bucket/journal/1", []);
        await _aws.DeleteAsync("AWS::S3::Bucket", bucket);
    }

    [Fact]
    public async Task S3_Listing_GroupsByDelimiterAndPages()
    {
        await _aws.CreateAsync("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "state-bucket" });
        foreach (var key in new[] { "a/1", "a/2", "b", "c" })
        {
            await PutAsync(key, "x");
        }

        var (_, grouped) = await _aws.SendAsync("s3", HttpMethod.Get, "/state-bucket?delimiter=%2F&list-type=2", []);
        Assert.Contains("<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>", grouped, StringComparison.Ordinal);
        Assert.Contains("<KeyCount>3</KeyCount>", grouped, StringComparison.Ordinal);
        var (_, page) = await _aws.SendAsync("s3", HttpMethod.Get, "/state-bucket?list-type=2&max-keys=3", []);
        Assert.Contains("<IsTruncated>true</IsTruncated>", page, StringComparison.Ordinal);
        Assert.Contains("<NextContinuationToken>b</NextContinuationToken>", page, StringComparison.Ordinal);
        var (_, rest) = await _aws.SendAsync("s3", HttpMethod.Get, "/state-bucket?continuation-token=b&list-type=2", []);
        Assert.Contains("<Key>c</Key>", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("<Key>b</Key>", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kms_DataKey_DecryptsOnlyInItsContextAndWhileTheKeyLives()
    {
        var key = await _aws.CreateAsync("AWS::KMS::Key", []);
        await _aws.CreateAsync("AWS::KMS::Alias", new JsonObject { ["AliasName"] = "alias/state", ["TargetKeyId"] = key });
        var context = new JsonObject { ["env"] = "staging" };
        var (_, data) = await KmsAsync("GenerateDataKey", new JsonObject { ["KeyId"] = "alias/state", ["KeySpec"] = "AES_256", ["EncryptionContext"] = context.DeepClone() });
        var blob = (string)data["CiphertextBlob"]!;

        var (_, opened) = await KmsAsync("Decrypt", new JsonObject { ["CiphertextBlob"] = blob, ["EncryptionContext"] = context.DeepClone() });
        Assert.Equal((string)data["Plaintext"]!, (string)opened["Plaintext"]!);
        var (_, wrong) = await KmsAsync("Decrypt", new JsonObject { ["CiphertextBlob"] = blob });
        Assert.EndsWith("#InvalidCiphertextException", (string)wrong["__type"]!, StringComparison.Ordinal);
        await _aws.DeleteAsync("AWS::KMS::Key", key);
        var (status, _) = await KmsAsync("Decrypt", new JsonObject { ["CiphertextBlob"] = blob, ["EncryptionContext"] = context });
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> KmsAsync(string operation, JsonObject body) => _aws.JsonAsync("kms", "TrentService." + operation, body, "application/x-amz-json-1.1");

    private async Task<HttpStatusCode> PutAsync(string key, string content, params (string, string)[] headers) =>
        (await _aws.SendAsync("s3", HttpMethod.Put, "/state-bucket/" + key, Encoding.UTF8.GetBytes(content), headers)).Status;
}
