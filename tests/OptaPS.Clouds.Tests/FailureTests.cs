using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Clouds.Aws.Failures;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Targets;

namespace OptaPS.Clouds.Tests;

public class FailureTests
{
    private static readonly Ownership Owner = new("acme", "staging", "staging");
    private static readonly LookupRequest WhoAmI = new("base/account", "caller-identity", Owner, []);

    [Fact]
    public async Task WrongAccount_IsOneErrorBeforeAnyChange()
    {
        var (text, server) = await FailAsync("000000000001", _ => Identity("111122223333"));
        Assert.Equal(
            """
            OPTA3009: The environment is for AWS account 000000000001, but the credentials belong to account 111122223333.
            cause: Signed in as arn:aws:iam::111122223333:user/ann.
            remedy: Nothing was changed. Choose the right profile (AWS_PROFILE), or correct providers.aws.account_id.
            retry: No

            """,
            text);
        Assert.Single(server);
    }

    [Fact]
    public async Task ExpiredCredential_SaysHowToGoOn()
    {
        var (text, _) = await FailAsync("000000000000", _ => Xml(403, "ExpiredToken", "The security token included in the request is expired"));
        Assert.Equal(
            """
            OPTA3004: base/account (aws:caller-identity): the AWS credentials have expired.
            cause: ExpiredToken: The security token included in the request is expired
            request: 7a1b
            remedy: Sign in again (for example 'aws sso login') or renew the session, then run the same command: it continues where it stopped.
            retry: No

            """,
            text);
    }

    [Fact]
    public async Task AccessDenied_NamesTheActionAndTheRequest()
    {
        var (text, _) = await FailAsync("000000000000", _ => Xml(403, "AccessDenied", "User: arn:aws:iam::000000000000:user/ann is not authorized to perform: sts:GetCallerIdentity"));
        Assert.Equal(
            """
            OPTA3006: base/account (aws:caller-identity): AWS refused the call for lack of a permission.
            cause: AccessDenied: User: arn:aws:iam::000000000000:user/ann is not authorized to perform: sts:GetCallerIdentity
            request: 7a1b
            remedy: Give the calling identity the permission that the message names, or use another profile (AWS_PROFILE).
            retry: No

            """,
            text);
    }

    [Fact]
    public async Task Throttling_IsRetriedByThePipelineAndThenReportedAsSuch()
    {
        var (text, requests) = await FailAsync("000000000000", _ => Xml(400, "Throttling", "Rate exceeded"));
        Assert.StartsWith("OPTA3007: base/account (aws:caller-identity): AWS is throttling the account.\n", text, StringComparison.Ordinal);
        Assert.EndsWith("retry: Throttled\n", text, StringComparison.Ordinal);
        Assert.Equal(3, requests.Count);
    }

    [Fact]
    public async Task Unreachable_NamesTheAddress()
    {
        var endpoints = new EndpointSet("test")
        {
            World = "w",
            AwsCredentials = new AwsCredentialPair("AKID", new Secrets.Secret("s")),
            Services = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["aws:sts"] = new("https://localhost:1/") },
        };
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), endpoints, TimeProvider.System);
        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.LookupAsync(WhoAmI, CancellationToken.None));
        Assert.Equal("OPTA3008: base/account (aws:caller-identity): AWS cannot be reached at https://localhost:1.", error.Message);
        Assert.Equal(RetryAdvice.SameToken, error.Failure.Retry);
    }

    [Fact]
    public async Task CertificateOfAnUnknownAuthority_IsRefused()
    {
        await using var server = await ScriptedServer.StartAsync();
        using var provider = new AwsResourceProvider(
            new AwsAccount("000000000000", "us-east-1"), server.Endpoints with { CaCertificates = null }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.LookupAsync(WhoAmI, CancellationToken.None));
        Assert.Equal("OPTA3008", error.Failure.Diagnostic.Code);
        Assert.Equal(RetryAdvice.No, error.Failure.Retry);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Zones_AreSortedAndCounted()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = _ => new Scripted(
            200,
            """
            <DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><availabilityZoneInfo>
            <item><zoneName>us-east-1b</zoneName></item><item><zoneName>us-east-1a</zoneName></item></availabilityZoneInfo></DescribeAvailabilityZonesResponse>
            """,
            "text/xml");
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), server.Endpoints, TimeProvider.System);
        LookupRequest Ask(int count) => new("base/zones", "availability-zones", Owner, new JsonObject { ["Count"] = count });
        Assert.Equal("""{"Zones":["us-east-1a","us-east-1b"]}""", (await provider.LookupAsync(Ask(2), CancellationToken.None)).ToJsonString());
        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.LookupAsync(Ask(3), CancellationToken.None));
        Assert.Equal("OPTA3021", error.Failure.Diagnostic.Code);
    }

    [Theory]
    [InlineData("InvalidRequest", "The role arn:x could not be assumed", "OPTA3018", RetryAdvice.NewToken)]
    [InlineData("GeneralServiceException", "The vpc has dependencies and cannot be deleted. (DependencyViolation)", "OPTA3018", RetryAdvice.NewToken)]
    [InlineData("ServiceLimitExceeded", "too many addresses", "OPTA3010", RetryAdvice.No)]
    [InlineData("ThrottlingException", "Rate exceeded", "OPTA3007", RetryAdvice.Throttled)]
    [InlineData("RequestTokenNotFoundException", "no such token", "OPTA3016", RetryAdvice.ReadFirst)]
    [InlineData("NotUpdatableException", "create-only", "OPTA3017", RetryAdvice.No)]
    [InlineData("Http503", "", "OPTA3016", RetryAdvice.NewToken)]
    [InlineData("SomethingNew", "odd", "OPTA3019", RetryAdvice.No)]
    public void Rules_GiveCodeAndAdvice(string name, string message, string code, RetryAdvice advice)
    {
        var rule = FailureRules.For(name, message);
        Assert.Equal((code, advice), (rule.Code, rule.Retry));
    }

    private static async Task<(string Text, IReadOnlyList<Arrived> Requests)> FailAsync(string account, Func<Arrived, Scripted> answer)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = answer;
        using var provider = new AwsResourceProvider(new AwsAccount(account, "us-east-1"), server.Endpoints, TimeProvider.System);
        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.LookupAsync(WhoAmI, CancellationToken.None));
        return (Golden(error.Failure), server.Requests);
    }

    private static string Golden(ProviderFailure failure)
    {
        var diagnostic = failure.Diagnostic;
        var text = new StringBuilder().Append(diagnostic.ToString()).Append('\n').Append("cause: ").Append(diagnostic.Cause).Append('\n');
        if (diagnostic.RequestId is not null)
            text.Append("request: ").Append(diagnostic.RequestId).Append('\n');
        Assert.Equal(Severity.Error, diagnostic.Severity);
        return text.Append("remedy: ").Append(diagnostic.Remedy).Append('\n').Append("retry: ").Append(failure.Retry).Append('\n').ToString();
    }

    private static Scripted Identity(string account) => new(
        200,
        $"""
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/ann</Arn>
        <UserId>AIDA</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
        """,
        "text/xml");

    private static Scripted Xml(int status, string code, string message) => new(
        status,
        $"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>7a1b</RequestId></ErrorResponse>""",
        "text/xml");
}
