using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

public sealed class EksTests : IAsyncLifetime
{
    private readonly FakeClusterHost _clusters = new();
    private TestSandbox _sandbox = null!;
    private AwsTestClient _aws = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(timeScale: 20000, clusters: () => _clusters);
        _aws = new AwsTestClient(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Cluster_CreatedAndDeleted_StartsAndStopsAKubernetesCluster()
    {
        var (cluster, subnets, role) = await CreateClusterAsync();
        Assert.Single(_clusters.Clusters);
        var model = await _aws.ReadAsync("AWS::EKS::Cluster", cluster);
        Assert.Equal("https://127.0.0.1:1", (string)model["Endpoint"]!);
        Assert.Equal("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", (string)model["CertificateAuthorityData"]!);
        Assert.Null(model["AccessConfig"]!["BootstrapClusterCreatorAdminPermissions"]);

        var group = await _aws.CreateAsync("AWS::EKS::Nodegroup", new JsonObject
        {
            ["ClusterName"] = cluster,
            ["NodegroupName"] = "default",
            ["NodeRole"] = role,
            ["Subnets"] = new JsonArray([.. subnets.Select(s => (JsonNode)s)]),
            ["ScalingConfig"] = new JsonObject { ["MinSize"] = 1, ["DesiredSize"] = 3, ["MaxSize"] = 5 }
        });
        Assert.Equal("opta-staging/default", group);
        Assert.Equal(3, _clusters.Nodes["opta-staging/default"]);

        var refused = await _aws.TryDeleteAsync("AWS::EKS::Cluster", cluster);
        Assert.Equal("ResourceConflict", (string)refused["ErrorCode"]!);
        Assert.StartsWith("Cluster has nodegroups attached", (string)refused["StatusMessage"]!, StringComparison.Ordinal);
        await _aws.DeleteAsync("AWS::EKS::Nodegroup", group);
        Assert.Equal(0, _clusters.Nodes["opta-staging/default"]);
        await _aws.DeleteAsync("AWS::EKS::Cluster", cluster);
        Assert.Empty(_clusters.Clusters);
    }

    [Fact]
    public async Task Token_OfTheCreator_IsAdministratorUnlessSwitchedOff()
    {
        await CreateClusterAsync();
        var verifier = _clusters.Specs["opta-staging"].TokenVerifier!;

        var user = await verifier.VerifyAsync(_aws.EksToken("opta-staging"), CancellationToken.None);
        Assert.NotNull(user);
        Assert.Contains("system:masters", user.Groups);
        Assert.Null(await verifier.VerifyAsync(_aws.EksToken("other-cluster"), CancellationToken.None));
        Assert.Null(await verifier.VerifyAsync(new AwsTestClient(_sandbox) { Skew = TimeSpan.FromMinutes(-16) }.EksToken("opta-staging"), CancellationToken.None));
        Assert.Null(await verifier.VerifyAsync(new AwsTestClient(_sandbox.Http, _sandbox.AccessKeyId, "wrong").EksToken("opta-staging"), CancellationToken.None));
    }

    [Fact]
    public async Task Token_WithoutBootstrapPermission_NeedsAnAccessEntry()
    {
        await CreateClusterAsync(bootstrap: false);
        var verifier = _clusters.Specs["opta-staging"].TokenVerifier!;
        Assert.Null(await verifier.VerifyAsync(_aws.EksToken("opta-staging"), CancellationToken.None));

        await _aws.CreateAsync("AWS::EKS::AccessEntry", new JsonObject
        {
            ["ClusterName"] = "opta-staging",
            ["PrincipalArn"] = "arn:aws:iam::000000000000:user/sandbox",
            ["KubernetesGroups"] = new JsonArray("ops"),
            ["AccessPolicies"] = new JsonArray(new JsonObject
            {
                ["PolicyArn"] = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                ["AccessScope"] = new JsonObject { ["Type"] = "cluster" }
            })
        });
        var user = await verifier.VerifyAsync(_aws.EksToken("opta-staging"), CancellationToken.None);
        Assert.Equal(["ops", "system:masters"], user!.Groups);
    }

    [Fact]
    public async Task Cluster_SubnetsInOneZone_IsRefused()
    {
        var (vpc, role) = await NetworkAsync();
        var subnets = new JsonArray();
        foreach (var range in new[] { "10.0.0.0/21", "10.0.8.0/21" })
        {
            subnets.Add(await _aws.CreateAsync("AWS::EC2::Subnet", new JsonObject { ["VpcId"] = vpc, ["CidrBlock"] = range, ["AvailabilityZone"] = "us-east-1a" }));
        }

        var end = await _aws.TryCreateAsync("AWS::EKS::Cluster", new JsonObject { ["Name"] = "x", ["RoleArn"] = role, ["ResourcesVpcConfig"] = new JsonObject { ["SubnetIds"] = subnets } });
        Assert.Equal("InvalidRequest", (string)end["ErrorCode"]!);
        Assert.Contains("at least two different AZs", (string)end["StatusMessage"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DescribeCluster_OfEksItself_HasStatusEndpointAndIssuer()
    {
        await CreateClusterAsync();
        var (status, body) = await _aws.SendAsync("eks", HttpMethod.Get, "/clusters/opta-staging", []);
        Assert.Equal(HttpStatusCode.OK, status);
        var cluster = JsonNode.Parse(body)!["cluster"]!;
        Assert.Equal("ACTIVE", (string)cluster["status"]!);
        Assert.StartsWith("https://oidc.eks.us-east-1.amazonaws.com/id/", (string)cluster["identity"]!["oidc"]!["issuer"]!, StringComparison.Ordinal);

        var (missing, text) = await _aws.SendAsync("eks", HttpMethod.Get, "/clusters/nobody", []);
        Assert.Equal(HttpStatusCode.NotFound, missing);
        Assert.Contains("No cluster found for name: nobody.", text, StringComparison.Ordinal);
    }

    private async Task<(string Vpc, string Role)> NetworkAsync()
    {
        var vpc = await _aws.CreateAsync("AWS::EC2::VPC", new JsonObject { ["CidrBlock"] = "10.0.0.0/16" });
        var role = await _aws.CreateAsync("AWS::IAM::Role", new JsonObject
        {
            ["RoleName"] = "eks",
            ["AssumeRolePolicyDocument"] = JsonNode.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"eks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""")
        });
        return (vpc, (string)(await _aws.ReadAsync("AWS::IAM::Role", role))["Arn"]!);
    }

    private async Task<(string Cluster, IReadOnlyList<string> Subnets, string Role)> CreateClusterAsync(bool bootstrap = true)
    {
        var (vpc, role) = await NetworkAsync();
        var subnets = new List<string>();
        foreach (var (range, zone) in new[] { ("10.0.0.0/21", "us-east-1a"), ("10.0.8.0/21", "us-east-1b") })
        {
            subnets.Add(await _aws.CreateAsync("AWS::EC2::Subnet", new JsonObject { ["VpcId"] = vpc, ["CidrBlock"] = range, ["AvailabilityZone"] = zone }));
        }

        var cluster = await _aws.CreateAsync("AWS::EKS::Cluster", new JsonObject
        {
            ["Name"] = "opta-staging",
            ["RoleArn"] = role,
            ["Version"] = "1.35",
            ["AccessConfig"] = new JsonObject { ["AuthenticationMode"] = "API", ["BootstrapClusterCreatorAdminPermissions"] = bootstrap },
            ["ResourcesVpcConfig"] = new JsonObject { ["SubnetIds"] = new JsonArray([.. subnets.Select(s => (JsonNode)s)]) }
        });
        return (cluster, subnets, role);
    }
}
