using OptaPS.Configuration.Compatibility;

namespace OptaPS.Configuration.Tests.Compatibility;

/// <summary>Each documented difference is found in a file that it touches, and a plain file has none.</summary>
public sealed class CompatibilityTests : IDisposable
{
    // Concerns only the command line, not a file.
    private static readonly string[] NotInFiles = ["undeclared-variables"];

    private static readonly Dictionary<string, string> Samples = new(StringComparer.Ordinal)
    {
        ["unknown-reference"] = "    args: ['{nope}']",
        ["single-braces"] = "    args: ['{module.app.current_image}']",
        ["typed-variables"] = "    min_containers: '{vars.count}'",
        ["literal-braces"] = "    args: ['{\"a\": 1}']",
        ["shell-variables"] = "    commands: [sh, -c, 'echo ${HOME}']",
        ["old-parent-form"] = "    public_uri: '{parent[domain]}'",
        ["format-rules"] = "    args: ['{env:>9}']",
        ["terraform-expressions"] = "    args: ['${{max(1, 2)}}']",
        ["wildcard-hosts"] = "    public_uri: '*.example.org'",
        ["truth-words"] = "    args: [yes]",
        ["no-effect"] = "    secrets: [A]",
        ["ingress-inputs"] = "    consistent_hash: $request_uri",
        ["clear-secrets"] = "    env_vars: {DB_PASSWORD: hunter2-hunter2}",
        ["kubernetes-names"] = "  - {type: helm-chart, name: a-b, chart: ./x}",
        ["long-names"] = "  - {type: redis, name: averyveryverylongnameforacachethatnobodywants}",
        ["link-clash"] = "    links: [db, db]\n  - {type: postgres, name: db}",
        ["custom-terraform"] = "  - {type: custom-terraform, source: ./x}",
        ["newer-defaults"] = "  - {type: postgres, name: db}",
        ["once-per-file"] = "  - {type: aws-k8s-service, name: other, image: a}",
    };

    private readonly TestFolder folder = new();

    public CompatibilityTests() => folder.Write("env.yaml", "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: [{type: base}, {type: dns, domain: example.org}]\n");

    public static TheoryData<string> Ids => [.. Samples.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Difference_IsFound(string id)
    {
        var findings = await ScanAsync($"name: web\nenvironments: [{{name: staging, path: env.yaml}}]\ninput_variables: [{{name: count, default: 2}}]\nmodules:\n  - type: k8s-service\n    name: app\n    image: acme/web:1\n    port: {{http: 80}}\n{Samples[id]}\n");
        var finding = Assert.Single(findings, finding => finding.Difference.Id == id);
        Assert.True(finding.Location.Line >= 9, finding.ToString());
        Assert.NotEmpty(finding.Excerpt);
        Assert.DoesNotContain("hunter2", finding.Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DifferencesOfEnvironments_AreFound()
    {
        var findings = await ScanAsync("name: Upper\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\ninput_variables: [{name: size}]\nmodules:\n- {type: base}\n- {type: k8s-cluster, k8s_version: '1.21'}\n- {type: postgres, name: one}\n- {type: postgres, name: two}\n");
        Assert.Equal(["layer-names", "parent-variables", "repeated-types", "retired-versions"], findings.Select(finding => finding.Difference.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task DifferencesOfDomains_AreFound()
    {
        var findings = await ScanAsync("name: live\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules:\n- {type: base}\n- {type: dns, domain: example.org}\n");
        Assert.Equal(["plain-requests", "wildcard-record", "zone-records"], findings.Select(finding => finding.Difference.Id).Order(StringComparer.Ordinal));
        Assert.All(findings, finding => Assert.Equal(6, finding.Location.Line));
    }

    [Fact]
    public async Task ListOfEnvironments_IsFound()
    {
        folder.Write("env2.yaml", "name: live\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: [{type: base}]\n");
        var findings = await ScanAsync("name: web\nenvironments: [{name: a, path: env.yaml}, {name: b, path: env2.yaml}]\nmodules: []\n");
        Assert.Equal("chosen-environment", Assert.Single(findings).Difference.Id);
    }

    [Fact]
    public async Task PlainFile_HasNone() =>
        Assert.Empty(await ScanAsync("name: web\nenvironments: [{name: staging, path: env.yaml}]\nmodules:\n  - {type: k8s-service, name: app, image: acme/web:1, port: {http: 80}, public_uri: '{parent.domain}/x', args: ['{{\"a\"}}']}\n"));

    [Fact]
    public void EveryDifference_HasASample()
    {
        string[] elsewhere = ["layer-names", "parent-variables", "repeated-types", "retired-versions", "chosen-environment", "plain-requests", "wildcard-record", "zone-records"];
        Assert.Equal(DifferenceCatalog.All.Select(difference => difference.Id).Order(StringComparer.Ordinal), Samples.Keys.Concat(elsewhere).Concat(NotInFiles).Order(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<CompatibilityFinding>> ScanAsync(string text)
    {
        folder.Write("web.yaml", text);
        return Assert.Single(await new CompatibilityScanner().ScanAsync("web.yaml", folder.Options with { AllowMissingVariables = true })).Findings;
    }
}
