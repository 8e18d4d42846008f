using System.Diagnostics;
using OptaPS.Configuration.Folders;

namespace OptaPS.Configuration.Tests.Folders;

public sealed class FolderValidatorTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TwoHundredFiles_AreCheckedTogether_EachWithItsOwnFindings()
    {
        folder.Write("env.yaml", "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: [{type: base}, {type: k8s-cluster}, {type: k8s-base}]\n");
        for (var index = 0; index < 200; index++)
        {
            var extra = index % 10 == 0 ? "    imagee: x\n" : string.Empty;
            folder.Write($"services/s{index:000}.yaml", $"name: service-{index}\nenvironments: [{{name: staging, path: ../env.yaml}}]\nmodules:\n  - type: k8s-service\n    name: app\n    image: acme/app:1\n    port: {{http: 80}}\n{extra}");
        }

        folder.Write("values.yaml", "replicaCount: 1\n");
        folder.Write(".hidden/broken.yaml", "modules: [\n");
        var clock = Stopwatch.StartNew();
        var reports = await new FolderValidator().ValidateFolderAsync(".", folder.Options);

        Assert.Equal(202, reports.Count);
        Assert.Equal(reports.Select(report => report.Path).Order(StringComparer.Ordinal), reports.Select(report => report.Path));
        Assert.Equal(20, reports.Count(report => !report.Success));
        Assert.All(reports.Where(report => !report.Success), report => Assert.Equal(report.Path, Assert.Single(report.Diagnostics).Location!.File));
        Assert.False(Assert.Single(reports, report => report.Path == "values.yaml").IsOptaFile);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task ServiceOfSeveralEnvironments_IsCheckedWithEach()
    {
        folder.Write("aws.yaml", "name: one\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: [{type: base}]\n");
        folder.Write("gcp.yaml", "name: two\norg_name: acme\nproviders: {google: {region: us-central1, project: acme-dev}}\nmodules: [{type: base}]\n");
        folder.Write("web.yaml", "name: web\nenvironments: [{name: one, path: aws.yaml}, {name: two, path: gcp.yaml}]\nmodules:\n- type: k8s-service\n  name: app\n  image: acme/app:1\n  ports: [{name: web, type: http, port: 80}]\n");

        var report = await new FolderValidator().ValidateFileAsync("web.yaml", folder.Options);
        Assert.Equal(["one", "two"], report.Environments);
        Assert.Equal([Codes.UnknownInput, Codes.Rule], report.Diagnostics.Select(diagnostic => diagnostic.Code).Order(StringComparer.Ordinal));

        var chosen = await new FolderValidator().ValidateFileAsync("web.yaml", folder.Options with { EnvironmentName = "one" });
        Assert.True(chosen.Success);
    }

    [Fact]
    public async Task FindingOfAnEnvironmentFile_IsReportedOnceForAFolder_AndWithTheServiceWhenThatIsCheckedAlone()
    {
        folder.Write("env.yaml", "name: one\norg_name: Not_Allowed\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: [{type: base}]\n");
        foreach (var name in (string[])["a", "b"])
            folder.Write($"{name}.yaml", $"name: {name}\nenvironments: [{{name: one, path: env.yaml}}]\nmodules:\n  - type: k8s-service\n    name: app\n    image: acme/app:1\n    port: {{http: 80}}\n");

        var reports = await new FolderValidator().ValidateFolderAsync(".", folder.Options);
        Assert.All(reports, report => Assert.False(report.Success));
        Assert.Equal("env.yaml", Assert.Single(reports.SelectMany(report => report.Diagnostics), diagnostic => diagnostic.Code == Codes.OrgName).Location!.File);

        var alone = await new FolderValidator().ValidateFileAsync("a.yaml", folder.Options);
        Assert.Contains(alone.Diagnostics, diagnostic => diagnostic.Location!.File == "env.yaml");
    }

    [Fact]
    public async Task MissingFolder_IsAFinding()
    {
        var report = Assert.Single(await new FolderValidator().ValidateFolderAsync("nowhere", folder.Options));
        Assert.Equal(Codes.FileNotFound, Assert.Single(report.Diagnostics).Code);
    }
}
