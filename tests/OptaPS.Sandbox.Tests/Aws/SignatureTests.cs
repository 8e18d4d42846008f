using System.Net;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

public sealed class SignatureTests : IAsyncLifetime
{
    private const string Identity = "Action=GetCallerIdentity&Version=2011-06-15";
    private TestSandbox _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await TestSandbox.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task GetCallerIdentity_SignedRequest_AnswersAccountAndArn()
    {
        var (status, body) = await new AwsTestClient(_sandbox).QueryAsync("sts", Identity);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<Arn>arn:aws:iam::000000000000:user/sandbox</Arn>", body, StringComparison.Ordinal);
        Assert.Contains("<Account>000000000000</Account>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCallerIdentity_WrongSecret_IsRefusedBySignature()
    {
        var (status, body) = await new AwsTestClient(_sandbox.Http, _sandbox.AccessKeyId, "wrong").QueryAsync("sts", Identity);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCallerIdentity_UnknownKey_IsInvalidClientTokenId()
    {
        var (status, body) = await new AwsTestClient(_sandbox.Http, "AKIANOBODY", "x").QueryAsync("sts", Identity);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("<Code>InvalidClientTokenId</Code>", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-16, "Signature expired")]
    [InlineData(16, "Signature not yet current")]
    public async Task GetCallerIdentity_ClockOff_IsRefusedWithBothTimes(int minutes, string text)
    {
        var (status, body) = await new AwsTestClient(_sandbox) { Skew = TimeSpan.FromMinutes(minutes) }.QueryAsync("sts", Identity);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains(text, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_BodyChangedAfterSigning_IsRefused()
    {
        var client = new AwsTestClient(_sandbox);
        using var request = client.Sign("sts", HttpMethod.Post, "/", "Action=GetCallerIdentity"u8.ToArray(), ("Content-Type", "application/x-www-form-urlencoded"));
        request.Content = new StringContent("Action=GetSessionToken", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await _sandbox.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task UnknownAction_IsInvalidAction()
    {
        var (status, body) = await new AwsTestClient(_sandbox).QueryAsync("sts", "Action=Dance&Version=2011-06-15");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("<Code>InvalidAction</Code>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonService_WrongSecret_UsesItsOwnErrorName()
    {
        var (status, body) = await new AwsTestClient(_sandbox.Http, _sandbox.AccessKeyId, "wrong").CloudAsync("ListResources", new System.Text.Json.Nodes.JsonObject { ["TypeName"] = "AWS::EC2::VPC" });

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.EndsWith("#InvalidSignatureException", (string)body["__type"]!, StringComparison.Ordinal);
    }
}
