namespace OptaPS.Configuration.Tests.Loading;

/// <summary>The rules over several inputs: each broken once, and the nearest allowed form.</summary>
public sealed class RuleTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("aws", "{type: base, vpc_id: vpc-12345678}", Codes.Rule)]
    [InlineData("aws", "{type: base, vpc_id: vpc-12345678, public_subnet_ids: [subnet-12345678], private_subnet_ids: [subnet-22345678, subnet-32345678]}", null)]
    [InlineData("aws", "{type: base, total_ipv4_cidr_block: 10.9.0.0/16}", Codes.Rule)]
    [InlineData("aws", "{type: base, total_ipv4_cidr_block: 10.9.0.0/16, private_ipv4_cidr_blocks: [10.9.0.0/21], public_ipv4_cidr_blocks: [10.9.8.0/21]}", null)]
    [InlineData("aws", "{type: base, private_ipv4_cidr_blocks: [10.0.0.0/21], public_ipv4_cidr_blocks: [10.0.0.0/22]}", Codes.Rule)]
    [InlineData("aws", "{type: aws-nodegroup, min_nodes: 20}", Codes.Rule)]
    [InlineData("aws", "{type: postgres, create_global_database: true, existing_global_database_id: x}", Codes.Rule)]
    [InlineData("aws", "{type: postgres, existing_global_database_id: x, restore_from_snapshot: y}", Codes.Rule)]
    [InlineData("aws", "{type: aws-dynamodb, hash_key: a, attributes: [{name: b, type: S}]}", Codes.Rule)]
    [InlineData("aws", "{type: aws-dynamodb, hash_key: a, attributes: [{name: a, type: S}, {name: b, type: S}]}", Codes.Rule)]
    [InlineData("aws", "{type: aws-dynamodb, hash_key: a, range_key: b, attributes: [{name: b, type: N}, {name: a, type: S}]}", null)]
    [InlineData("aws", "{type: aws-sqs, content_based_deduplication: true}", Codes.Rule)]
    [InlineData("aws", "{type: aws-sqs, content_based_deduplication: true, fifo: true}", null)]
    [InlineData("aws", "{type: aws-iam-role}", Codes.Rule)]
    [InlineData("aws", "{type: cloudfront-distribution}", Codes.Rule)]
    [InlineData("aws", "{type: cloudfront-distribution, bucket_name: x}", Codes.Rule)]
    [InlineData("aws", "{type: cloudfront-distribution, bucket_name: x, origin_access_identity_path: y}", null)]
    [InlineData("aws", "{type: dns, domain: example.org, linked_module: nothing}", Codes.LinkTarget)]
    [InlineData("aws", "{type: global-accelerator, domain: example.com}", Codes.Rule)]
    [InlineData("aws", "{type: aws-vpn, client_cidr_block: 10.8.0.0/24}", Codes.Rule)]
    [InlineData("aws", "{type: helm-chart, chart: x, repository: 'https://c.example.org'}", Codes.Rule)]
    [InlineData("aws", "{type: helm-chart, chart: x, values_file: a, values_files: [b]}", Codes.Rule)]
    [InlineData("aws", "{type: custom-terraform}", Codes.Rule)]
    [InlineData("aws", "{type: custom-terraform, path_to_module: ./x}", null)]
    [InlineData("aws", "{type: k8s-service, image: a, public_uri: /x}", Codes.Rule)]
    [InlineData("aws", "{type: k8s-service, image: a}", null)]
    [InlineData("aws", "{type: k8s-service, image: a, min_containers: 0}", Codes.Rule)]
    [InlineData("aws", "{type: k8s-service, image: a, min_containers: 0, max_containers: 0}", null)]
    [InlineData("aws", "{type: k8s-service, image: a, env_vars: [{name: A, value: x}, {name: A, value: y}]}", Codes.Rule)]
    [InlineData("aws", "{type: k8s-service, image: a, probe_port: x, port: {http: 80}}", Codes.Ports)]
    [InlineData("aws", "{type: k8s-service, image: a, ports: [{name: a, type: http, port: 1}, {name: b, type: http, port: 2}]}", Codes.Ports)]
    [InlineData("aws", "{type: k8s-service, image: a, ports: [{name: a, type: tcp, port: 1}, {name: a, type: tcp, port: 2}]}", Codes.Ports)]
    [InlineData("aws", "{type: k8s-service, image: a, ports: [{name: a, type: tcp, port: 1}, {name: b, type: tcp, port: 1}]}", Codes.Ports)]
    [InlineData("aws", "{type: k8s-service, image: a, ports: [{name: a, type: tcp, port: 1, protocol: grpc}]}", Codes.Ports)]
    [InlineData("aws", "{type: k8s-service, image: a, ports: [{name: a, type: http, port: 8080}, {name: b, type: tcp, port: 80}]}", Codes.Ports)]
    [InlineData("aws", "{type: k8s-service, image: a, ports: [{name: a, type: http, port: 8080}, {name: b, type: tcp, port: 25565}], probe_port: b}", null)]
    [InlineData("google", "{type: k8s-service, image: a}", Codes.Rule)]
    [InlineData("google", "{type: k8s-service, image: a, port: {websocket: 80}}", Codes.UnknownInput)]
    [InlineData("google", "{type: gcp-base, cluster_ipv4_cidr_block: 10.0.0.0/16}", Codes.Rule)]
    [InlineData("azure", "{type: redis, sku_name: premium}", Codes.Rule)]
    [InlineData("azure", "{type: redis, sku_name: premium, family: P, capacity: 1}", null)]
    [InlineData("azure", "{type: base, private_ipv4_cidr_block: 10.7.0.0/16}", Codes.Rule)]
    [InlineData("azure", "{type: k8s-service, image: a, port: {http: 80}, tolerations: [{key: x}]}", Codes.UnknownInput)]
    [InlineData("local", "{type: k8s-service, image: a, port: {http: 80}, pod_labels: {a: b}}", Codes.UnknownInput)]
    public async Task Rule_IsChecked(string cloud, string module, string? code)
    {
        var provider = cloud switch
        {
            "aws" => "{aws: {region: us-east-1, account_id: 1}}",
            "google" => "{google: {region: us-central1, project: acme-dev}}",
            "azure" => "{azurerm: {location: centralus, tenant_id: 0a1b2c3d-0000-4000-8000-000000000001, subscription_id: 0a1b2c3d-0000-4000-8000-000000000002}}",
            _ => "{local: {}}",
        };
        var result = await folder.LoadAsync("a.yaml", $"name: a\norg_name: b\nproviders: {provider}\nmodules:\n- {module}\n", new LoadOptions { CheckReferencedFiles = false });
        Assert.Equal(code is null ? [] : [code], result.Errors.Select(error => error.Code).Distinct(StringComparer.Ordinal));
        Assert.All(result.Errors, error => Assert.Equal(5, error.Location!.Line));
    }
}
