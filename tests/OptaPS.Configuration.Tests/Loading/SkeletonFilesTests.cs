using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Values;

namespace OptaPS.Configuration.Tests.Loading;

/// <summary>The two files of the walking skeleton and their variants load without any finding.</summary>
public sealed class SkeletonFilesTests : IDisposable
{
    private const string Environment = """
        name: staging
        org_name: acme
        providers:
          aws:
            region: us-east-1
            account_id: 000000000000
        modules:
          - type: base
          - type: k8s-cluster
          - type: k8s-base
        """;

    private const string Service = """
        name: hello
        environments:
          - name: staging
            path: env.yaml
        modules:
          - type: k8s-service
            name: app
            port:
              http: 80
            image: ghcr.io/acme/hello:1.0
            healthcheck_path: /
            public_uri: "/hello"
            min_containers: 2
        """;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AwsEnvironment_Loads_WithDigitsOfTheAccount()
    {
        var result = await folder.LoadAsync("env.yaml", Environment);

        Assert.Empty(result.Diagnostics);
        var file = Assert.IsType<EnvironmentFile>(result.Document);
        var provider = Assert.IsType<AwsProvider>(file.Provider);
        Assert.Equal("000000000000", provider.AccountId);
        Assert.Equal("us-east-1", provider.Region);
        Assert.Equal(["aws-base", "aws-eks", "aws-k8s-base"], file.Modules.Select(module => module.Type));
        Assert.Equal(["base", "k8scluster", "k8sbase"], file.Modules.Select(module => module.Name));
        Assert.Equal("10.0.0.0/16", file.Modules[0].Inputs.GetString("total_ipv4_cidr_block"));
        Assert.Equal(3, file.Modules[0].Inputs.GetStrings("private_ipv4_cidr_blocks").Count);
    }

    [Fact]
    public async Task Service_Loads_WithDefaultsAndTypes()
    {
        folder.Write("env.yaml", Environment);
        var result = await folder.LoadAsync("hello.yaml", Service);

        Assert.Empty(result.Diagnostics);
        var file = Assert.IsType<ServiceFile>(result.Document);
        Assert.Equal("staging", result.Parent!.Name);
        Assert.Equal("acme", file.OrgName);
        var inputs = Assert.Single(file.Modules).Inputs;
        Assert.Equal("aws-k8s-service", file.Modules[0].Type);
        Assert.Equal(2, inputs.GetInt("min_containers"));
        Assert.Equal(3, inputs.GetInt("max_containers"));
        Assert.Equal("80", inputs.GetMap("port").FindString("http"));
        Assert.Equal("/hello", inputs.GetString("public_uri"));
        Assert.False(inputs.GetBool("keep_path_prefix"));
        Assert.Equal("hello.yaml:13:21", inputs.LocationOf("min_containers").ToString());
    }

    [Fact]
    public async Task LocalEnvironment_AndItsService_Load()
    {
        folder.Write("env.yaml", "name: laptop\norg_name: acme\nproviders: {local: {}}\nmodules:\n  - type: local-base\n");
        var result = await folder.LoadAsync("hello.yaml", Service);

        Assert.Empty(result.Diagnostics);
        Assert.IsType<LocalProvider>(result.Parent!.Provider);
        Assert.Equal("local-k8s-service", Assert.Single(result.Document!.Modules).Type);
    }

    [Fact]
    public async Task OwnCluster_Loads_AloneAndAsEnvironment()
    {
        folder.Write("env.yaml", "name: mine\norg_name: acme\ncluster:\n  context: kind-dev\n  kubeconfig: ./kube/config\nmodules: []\n");
        var result = await folder.LoadAsync("hello.yaml", Service);

        Assert.Empty(result.Diagnostics);
        var cluster = Assert.IsType<ClusterProvider>(result.Parent!.Provider);
        Assert.Equal("kind-dev", cluster.Context);
        Assert.Equal(Path.Combine(folder.Path, "kube", "config"), cluster.Kubeconfig);

        var alone = await folder.LoadAsync("alone.yaml", "name: hello\ncluster: {context: kind-dev}\nmodules:\n  - type: k8s-service\n    name: app\n    image: nginx:1.27\n    port: {http: 80}\n");
        Assert.Empty(alone.Diagnostics);
        Assert.Equal("local-k8s-service", Assert.Single(alone.Document!.Modules).Type);
    }
}
