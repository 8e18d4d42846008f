using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Engine.Providers;
using OptaPS.Secrets;
using OptaPS.Targets;

namespace OptaPS.Clouds.Tests;

public class SignatureTests
{
    [Fact]
    public void SigningKey_PublishedExample_Matches()
    {
        // Example of the AWS documentation "Deriving the signing key".
        var key = SigV4Presigner.SigningKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20120215", "us-east-1", "iam");
        Assert.Equal("f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d", Convert.ToHexStringLower(key));
    }

    [Fact]
    public void Presign_PublishedExample_Matches()
    {
        // Example of the AWS documentation "Authenticating requests: using query parameters".
        var url = SigV4Presigner.Presign(
            new Uri("https://examplebucket.s3.amazonaws.com/test.txt"), [], [],
            ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null),
            "us-east-1", "s3", new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(86400), "UNSIGNED-PAYLOAD");
        Assert.EndsWith("&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404", url.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EksToken_IsAPresignedCallThatNamesTheCluster_AndIsCachedForTenMinutes()
    {
        var time = new FixedTime(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
        var endpoints = new EndpointSet("test")
        {
            World = "w",
            AwsCredentials = new AwsCredentialPair("AKID", new Secret("secret"), new Secret("session/token+=")),
            Services = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["aws:sts"] = new("https://localhost:8443/") },
        };
        var source = new EksCredentialSource(endpoints, time);
        var credential = EksCredentialSource.Credential("opta-staging", "us-east-1");

        var first = await source.GetTokenAsync(credential, refused: false, CancellationToken.None);
        var text = first.Token.Reveal();
        Assert.StartsWith("k8s-aws-v1.", text, StringComparison.Ordinal);
        Assert.DoesNotContain('=', text);
        var url = new Uri(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan("k8s-aws-v1.".Length))));
        Assert.Equal("localhost:8443", url.Authority);
        var query = url.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
        Assert.Equal("60", query["X-Amz-Expires"]);
        Assert.Equal("host;x-k8s-aws-id", query["X-Amz-SignedHeaders"]);
        Assert.Equal("session/token+=", query["X-Amz-Security-Token"]);
        Assert.Equal(Signature(url, query, "opta-staging"), query["X-Amz-Signature"]);

        time.Now += TimeSpan.FromMinutes(9);
        Assert.Same(first, await source.GetTokenAsync(credential, refused: false, CancellationToken.None));
        time.Now += TimeSpan.FromMinutes(2);
        Assert.NotEqual(first, await source.GetTokenAsync(credential, refused: false, CancellationToken.None));
    }

    [Fact]
    public async Task EksToken_TargetWithoutSts_IsRefused()
    {
        var source = new EksCredentialSource(new EndpointSet("sandbox:x") { World = "w" }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<Diagnostics.OptaException>(
            async () => await source.GetTokenAsync(EksCredentialSource.Credential("c", "us-east-1"), refused: false, CancellationToken.None));
        Assert.Equal("OPTA3002", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task EksToken_WithoutCluster_IsACodedFailure()
    {
        var source = new EksCredentialSource(EndpointSet.Cloud, TimeProvider.System);
        var error = await Assert.ThrowsAsync<ProviderException>(async () => await source.GetTokenAsync(new() { ["region"] = "us-east-1" }, refused: false, CancellationToken.None));
        Assert.Equal("OPTA3023", error.Failure.Diagnostic.Code);
    }

    // Written independently of the product: the signature over the whitelisted parameters as the authenticator recomputes it.
    private static string Signature(Uri url, Dictionary<string, string> query, string cluster)
    {
        var canonicalQuery = string.Join('&', query.Where(pair => pair.Key != "X-Amz-Signature").OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var canonical = $"GET\n/\n{canonicalQuery}\nhost:{url.Authority}\nx-k8s-aws-id:{cluster}\n\nhost;x-k8s-aws-id\n{Hash("")}";
        var toSign = $"AWS4-HMAC-SHA256\n{query["X-Amz-Date"]}\n20261121/us-east-1/sts/aws4_request\n{Hash(canonical)}";
        byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
        var signing = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4secret"), "20261121"), "us-east-1"), "sts"), "aws4_request");
        return Convert.ToHexStringLower(Mac(signing, toSign));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.UtcTicks;
}
