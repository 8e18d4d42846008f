using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Clouds.Tests;

/// <summary>What carries a mark twice, and what the cloud itself guards.</summary>
public sealed class MarkTests
{
    private static readonly Ownership Owner = new("acme", "staging", "staging");

    [Fact]
    public async Task TwoResources_WithTheMarkOfAnInterruptedCreate_AreCandidates_AndNoneIsTaken()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = request => request.Operation switch
        {
            "ListResources" => ProviderTests.Json("""{"ResourceDescriptions":[{"Identifier":"vpc-1","Properties":"{}"},{"Identifier":"vpc-2","Properties":"{}"}]}"""),
            "GetResource" => Described(JsonNode.Parse(request.Body)!["Identifier"]!.ToString()),
            _ => ProviderTests.Error("AccessDeniedException", "not scripted"),
        };
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), server.Endpoints, TimeProvider.System);
        var failure = (await Assert.ThrowsAsync<ProviderException>(() => provider.FindAsync(new CreateRequest("base/vpc", "AWS::EC2::VPC", Owner, null, [], "token"), CancellationToken.None))).Failure;
        Assert.Equal(("OPTA3047", RetryAdvice.No, "base/vpc"), (failure.Diagnostic.Code, failure.Retry, failure.Diagnostic.Resource));
        Assert.Equal(["candidate: vpc-1", "candidate: vpc-2"], failure.Diagnostic.Evidence);
        Assert.Contains("base/vpc=IDENTIFIER", failure.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS::EKS::Cluster", true, true, "[{\"op\":\"replace\",\"path\":\"/DeletionProtection\",\"value\":true}]")]
    [InlineData("AWS::EKS::Cluster", false, true, null)]
    [InlineData("AWS::EC2::VPC", true, false, null)]
    public async Task TheClouds_OwnLock_IsSetWhereTheTypeHasOne(string type, bool locked, bool has, string? patch)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = request => request.Operation switch
        {
            "GetResource" => ProviderTests.Json(new JsonObject { ["ResourceDescription"] = new JsonObject { ["Identifier"] = "c", ["Properties"] = """{"Name":"c","DeletionProtection":false}""" } }.ToJsonString()),
            "UpdateResource" => ProviderTests.Json("""{"ProgressEvent":{"TypeName":"AWS::EKS::Cluster","Identifier":"c","RequestToken":"t","Operation":"UPDATE","OperationStatus":"SUCCESS"}}"""),
            _ => ProviderTests.Error("AccessDeniedException", "not scripted"),
        };
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), server.Endpoints, TimeProvider.System);
        Assert.Equal(has, await provider.SetDeletionLockAsync(new ReadRequest("k8s/cluster", type, Owner, null, "c", null), locked, "token", CancellationToken.None));
        var sent = server.Requests.Where(request => request.Operation == "UpdateResource").Select(request => JsonNode.Parse(request.Body)!["PatchDocument"]!.ToString());
        Assert.Equal(patch is null ? [] : [patch], sent);
    }

    private static Scripted Described(string identifier) => ProviderTests.Json(new JsonObject
    {
        ["ResourceDescription"] = new JsonObject
        {
            ["Identifier"] = identifier,
            ["Properties"] = new JsonObject
            {
                ["VpcId"] = identifier,
                ["Tags"] = new JsonArray([.. new[] { ("opta:organization", "acme"), ("opta:environment", "staging"), ("opta:layer", "staging"), ("opta:address", "base/vpc") }
                    .Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Item1, ["Value"] = tag.Item2 })]),
            }.ToJsonString(),
        },
    }.ToJsonString());
}
