using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using OptaPS.Clouds.Aws;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.State;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Tests;

/// <summary>Clocks that differ, jump, and jump back, of this machine or of a service; it is the difference that counts.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private const string Region = "us-east-1";
    private ScriptedServer server = null!;
    private int arrived;

    public static TheoryData<string> Services => ["sts", "ec2", "cloudcontrolapi", "eks", "s3"];

    public async Task InitializeAsync() => server = await ScriptedServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Services))]
    public async Task AClockThatJumpsAndJumpsBackWhileCallsAreUnderWay_FailsNone(string service)
    {
        TimeSpan[] places = [TimeSpan.Zero, TimeSpan.FromHours(2), TimeSpan.FromMinutes(-40), TimeSpan.FromDays(3)];
        server.Answer = request =>
        {
            // Each jump comes while others are on their way.
            var number = Interlocked.Increment(ref arrived);
            if (number % 40 == 0)
                server.Ahead = places[number / 40 % places.Length];
            return Judge(service, request);
        };
        await using var calls = new Caller(server, service);
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await calls.CallAsync());
        Assert.True(arrived > 204, $"{arrived} requests: no jump was noticed");
    }

    [Theory]
    [InlineData("ec2")]
    [InlineData("cloudcontrolapi")]
    public async Task AKeyThatIsWrong_IsAnErrorAtOnce_WithARightClockAndWithAWrongOne(string service)
    {
        server.Answer = _ => Refuse(service, late: false);
        await using var calls = new Caller(server, service);
        var failure = await FailAsync(calls);
        Assert.Equal("OPTA3005", failure.Diagnostic.Code);
        Assert.Equal(RetryAdvice.No, failure.Retry);
        Assert.Single(server.Requests);

        server.Ahead = TimeSpan.FromHours(5);
        Assert.Equal("OPTA3005", (await FailAsync(calls)).Diagnostic.Code);
        Assert.InRange(server.Requests.Count, 2, 4);
    }

    [Fact]
    public async Task AServiceThatNeverAgreesWithItsOwnClock_IsGivenUp()
    {
        const string service = "sts";
        server.Answer = _ =>
        {
            server.Ahead += TimeSpan.FromHours(1);
            return Refuse(service, late: true);
        };
        await using var calls = new Caller(server, service);
        var failure = await FailAsync(calls);
        Assert.Equal("OPTA3005", failure.Diagnostic.Code);
        Assert.Contains("clock", failure.Diagnostic.Remedy, StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, 5, 15);
    }

    [Fact]
    public async Task AClusterTokenThatWasRefused_IsMadeAnewByTheClockOfTheServiceThatVerifiesIt()
    {
        server.Answer = request => Judge("sts", request);
        server.Ahead = TimeSpan.FromHours(2);
        var time = new FixedTime(DateTimeOffset.UtcNow);
        var source = new EksCredentialSource(server.Endpoints, time);
        var credential = EksCredentialSource.Credential("staging", Region);
        Assert.InRange(Age(await source.GetTokenAsync(credential, refused: false, default)), TimeSpan.FromHours(-2.1), TimeSpan.FromHours(-1.9));
        Assert.Empty(server.Requests);

        // Many calls are refused at the same moment, the token's first ones; one asks.
        var renewed = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => source.GetTokenAsync(credential, refused: true, default).AsTask()));
        Assert.All(renewed, token => Assert.InRange(Age(token), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1)));
        Assert.InRange(server.Requests.Count, 1, 3);
        Assert.Same(renewed[0], await source.GetTokenAsync(credential, refused: false, default));
    }

    [Fact]
    public async Task AClusterTokenOfCredentialsThatAwsRefuses_SaysSo_AndWithoutStsTheClustersRefusalStands()
    {
        var time = new FixedTime(DateTimeOffset.UtcNow);
        var source = new EksCredentialSource(server.Endpoints, time);
        var credential = EksCredentialSource.Credential("staging", Region);
        await source.GetTokenAsync(credential, refused: false, default);
        time.Now += TimeSpan.FromSeconds(10);
        server.Answer = _ => Refuse("sts", late: false);
        var error = await Assert.ThrowsAsync<ProviderException>(async () => await source.GetTokenAsync(credential, refused: true, default));
        Assert.Equal("OPTA3005", error.Failure.Diagnostic.Code);
        server.Answer = _ => new Scripted(403, "<Error><Code>AccessDenied</Code><Message>denied by a policy</Message></Error>", "text/xml");
        Assert.NotNull(await source.GetTokenAsync(credential, refused: true, default));
    }

    private TimeSpan Age(BearerToken token)
    {
        var url = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Token.Reveal().AsSpan("k8s-aws-v1.".Length)));
        var date = url.Split("X-Amz-Date=")[1].Split('&')[0];
        return Signed(date) - (DateTimeOffset.UtcNow + server.Ahead);
    }

    private static DateTimeOffset Signed(string date) =>
        DateTimeOffset.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static async Task<ProviderFailure> FailAsync(Caller calls)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(calls.CallAsync);
        return exception is ProviderException known ? known.Failure : AwsFailure.From(exception, "call", new Uri("https://localhost/")).Failure;
    }

    private Scripted Judge(string service, Arrived request) =>
        (Signed(request.Headers["x-amz-date"]) - (DateTimeOffset.UtcNow + server.Ahead)).Duration() > TimeSpan.FromMinutes(15) ? Refuse(service, late: true) : service switch
        {
            "sts" or "ec2" => new Scripted(200, "<Answer/>", "text/xml"),
            "s3" => new Scripted(200, """<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated></ListBucketResult>""", "application/xml"),
            _ => new Scripted(200, "{}"),
        };

    // As each protocol says it: EC2 says the same of a wrong time and of a wrong key.
    private static Scripted Refuse(string service, bool late) => service switch
    {
        "sts" => new Scripted(403, $"<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>{Words(late)}</Message></Error></ErrorResponse>", "text/xml"),
        "ec2" => new Scripted(401, "<Response><Errors><Error><Code>AuthFailure</Code><Message>AWS was not able to validate the provided access credentials</Message></Error></Errors></Response>", "text/xml"),
        "s3" => new Scripted(403, $"<Error><Code>{(late ? "RequestTimeTooSkewed" : "SignatureDoesNotMatch")}</Code><Message>{Words(late)}</Message></Error>", "application/xml"),
        _ => new Scripted(403, new JsonObject { ["__type"] = "com.amazon.coral.service#InvalidSignatureException", ["message"] = Words(late) }.ToJsonString()),
    };

    private static string Words(bool late) => late ? "Signature expired." : "The request signature we calculated does not match the signature you provided.";

    /// <summary>Calls a service through the client that the product has for it.</summary>
    private sealed class Caller : IAsyncDisposable
    {
        private readonly AwsClients clients;
        private readonly AwsStateBucket bucket;

        public Caller(ScriptedServer server, string service)
        {
            clients = new AwsClients(server.Endpoints, Region);
            bucket = new AwsStateBucket(server.Endpoints, Region, "states");
            CallAsync = service switch
            {
                "sts" => () => clients.SecurityToken.CallAsync("GetCallerIdentity", [], default),
                "ec2" => () => clients.Compute.CallAsync("DescribeVpcs", [], default),
                "eks" => () => clients.Kubernetes.GetAsync("DescribeClusterVersions", "/cluster-versions", new Dictionary<string, string>(StringComparer.Ordinal), default),
                "s3" => () => bucket.Store.ListAsync("", default),
                _ => () => clients.CloudControl.RequestsAsync(null, default),
            };
        }

        public Func<Task> CallAsync { get; }

        public ValueTask DisposeAsync()
        {
            clients.Dispose();
            bucket.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
