using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

/// <summary>An EKS cluster made through Cloud Control is a Kubernetes API server that takes tokens of presigned STS requests.</summary>
public sealed class EksKubernetesTests
{
    [Fact]
    public async Task Cluster_TokenOfCreator_ListsNamespacesAndOthersAreUnauthorized()
    {
        var folder = Path.Combine(Path.GetTempPath(), "optaps-sandbox-" + Guid.NewGuid().ToString("N"));
        try
        {
            string endpoint;
            await using (var sandbox = await TestSandbox.StartAsync(timeScale: 20000, folder))
            {
                var aws = new AwsTestClient(sandbox);
                await CreateAsync(aws);
                endpoint = await CheckAsync(aws);
                using var anonymous = await ClientAsync(aws, new AwsTestClient(sandbox.Http, sandbox.AccessKeyId, "wrong").EksToken("opta-staging"));
                using var refused = await anonymous.GetAsync("/api/v1/namespaces");
                Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
                await ReadIsLoggedAsync(sandbox);
            }

            await using var again = await TestSandbox.StartAsync(timeScale: 20000, folder);
            Assert.Equal(endpoint, await CheckAsync(new AwsTestClient(again)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A read is logged when its answer has been sent, which its caller may know first; a write before it is answered.
    private static async Task ReadIsLoggedAsync(TestSandbox sandbox)
    {
        for (var i = 0; ; i++)
        {
            var log = (await sandbox.ControlAsync(HttpMethod.Get, "requests?service=kubernetes:opta-staging"))["requests"]!.AsArray();
            if (log.Any(e => (int)e!["status"]! == 200 && (string)e["who"]! == "arn:aws:iam::000000000000:user/sandbox"))
            {
                return;
            }

            Assert.True(i < 200, log.ToJsonString());
            await Task.Delay(50);
        }
    }

    private static async Task CreateAsync(AwsTestClient aws)
    {
        var vpc = await aws.CreateAsync("AWS::EC2::VPC", new JsonObject { ["CidrBlock"] = "10.0.0.0/16" });
        var subnets = new JsonArray();
        foreach (var (range, zone) in new[] { ("10.0.0.0/21", "us-east-1a"), ("10.0.8.0/21", "us-east-1b") })
        {
            subnets.Add(await aws.CreateAsync("AWS::EC2::Subnet", new JsonObject { ["VpcId"] = vpc, ["CidrBlock"] = range, ["AvailabilityZone"] = zone }));
        }

        var role = await aws.CreateAsync("AWS::IAM::Role", new JsonObject { ["RoleName"] = "eks", ["AssumeRolePolicyDocument"] = JsonNode.Parse("""{"Version":"2012-10-17","Statement":[]}""") });
        await aws.CreateAsync("AWS::EKS::Cluster", new JsonObject
        {
            ["Name"] = "opta-staging",
            ["RoleArn"] = (string)(await aws.ReadAsync("AWS::IAM::Role", role))["Arn"]!,
            ["ResourcesVpcConfig"] = new JsonObject { ["SubnetIds"] = subnets }
        });
    }

    private static async Task<string> CheckAsync(AwsTestClient aws)
    {
        using var client = await ClientAsync(aws, aws.EksToken("opta-staging"));
        var list = JsonNode.Parse(await client.GetStringAsync("/api/v1/namespaces"))!;
        Assert.Contains(list["items"]!.AsArray(), n => (string)n!["metadata"]!["name"]! == "kube-system");
        return client.BaseAddress!.ToString();
    }

    private static async Task<HttpClient> ClientAsync(AwsTestClient aws, string token)
    {
        var model = await aws.ReadAsync("AWS::EKS::Cluster", "opta-staging");
        var ca = Encoding.UTF8.GetString(Convert.FromBase64String((string)model["CertificateAuthorityData"]!));
        var client = new HttpClient(TestSandbox.Trusting(ca)) { BaseAddress = new Uri((string)model["Endpoint"]!) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
