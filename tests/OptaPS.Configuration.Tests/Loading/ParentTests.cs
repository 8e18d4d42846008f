using System.Diagnostics;

namespace OptaPS.Configuration.Tests.Loading;

public sealed class ParentTests : IDisposable
{
    private const string Environment = "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: [{type: base}]\n";
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RelativeAbsoluteAndOtherExtension_AreFound()
    {
        folder.Write("envs/staging.yml", Environment);
        foreach (var path in (string[])["../envs/staging.yml", Path.Combine(folder.Path, "envs", "staging.yml")])
        {
            var result = await folder.LoadAsync("services/web.yaml", Service(path));
            Assert.Empty(result.Diagnostics);
            Assert.Equal("staging", result.Parent!.Name);
            Assert.Equal("000000000001", ((Providers.AwsProvider)result.Parent.Provider).AccountId);
        }

        var other = await folder.LoadAsync("services/web.yaml", Service("../envs/staging.yaml"));
        Assert.Equal(Codes.OtherExtension, Assert.Single(other.Diagnostics).Code);
        Assert.NotNull(other.Document);
    }

    [Fact]
    public async Task ErrorsOfTheParent_AreListedAfterThoseOfTheService()
    {
        folder.Write("env.yaml", Environment.Replace("type: base", "type: bsae", StringComparison.Ordinal));
        var result = await folder.LoadAsync("web.yaml", Service("env.yaml") + "surplus: 1\n");
        Assert.Equal(["web.yaml OPTA1113", "web.yaml OPTA1101", "env.yaml OPTA1201"], result.Diagnostics.Select(diagnostic => $"{diagnostic.Location!.File} {diagnostic.Code}"));
    }

    [Fact]
    public async Task ServiceAsParent_AndTwoFilesNamingEachOther_AreCycles()
    {
        folder.Write("other.yaml", Service("web.yaml"));
        var result = await folder.LoadAsync("web.yaml", Service("other.yaml"));
        Assert.Contains(result.Errors, error => error.Code == Codes.ParentCycle);
    }

    [Fact]
    public async Task ParentVariables_TakeTheValuesOfTheCommand()
    {
        folder.Write("env.yaml", "name: staging\norg_name: acme\nproviders: {aws: {region: \"{vars.region}\", account_id: 1}}\ninput_variables: [{name: region}]\nmodules: [{type: base}]\n");
        var missing = await folder.LoadAsync("web.yaml", Service("env.yaml"));
        Assert.Contains(missing.Errors, error => error.Code == Codes.VariableMissing && error.Location!.File == "env.yaml");
        var given = await folder.LoadAsync("web.yaml", Service("env.yaml"), new LoadOptions { Variables = new[] { VariableText.ParseAssignment("region=eu-west-3") }.ToDictionary() });
        Assert.Empty(given.Diagnostics);
        Assert.Equal("eu-west-3", given.Parent!.Provider.Region);
    }

    [Fact]
    public async Task AllEnvironments_AreCheckedOnRequest()
    {
        folder.Write("good.yaml", Environment);
        folder.Write("bad.yaml", Environment.Replace("org_name: acme\n", string.Empty, StringComparison.Ordinal).Replace("staging", "live", StringComparison.Ordinal));
        const string service = "name: web\nenvironments: [{name: a, path: good.yaml}, {name: b, path: bad.yaml}]\nmodules: []\n";
        Assert.Empty((await folder.LoadAsync("web.yaml", service, new LoadOptions { EnvironmentName = "a" })).Diagnostics);
        var all = await folder.LoadAsync("web.yaml", service, new LoadOptions { EnvironmentName = "a", CheckAllEnvironments = true });
        Assert.Contains(all.Errors, error => error.Code == Codes.MissingKey && error.Location!.File == "bad.yaml");
        var unknown = await folder.LoadAsync("web.yaml", service, new LoadOptions { EnvironmentName = "c" });
        Assert.Equal(Codes.EnvironmentUnknown, Assert.Single(unknown.Errors).Code);
    }

    [SkippableFact]
    public async Task GitAddress_IsFetchedWithTheUsersGit()
    {
        Skip.IfNot(await RunAsync("--version"), "git is not installed");
        folder.Write("repo/infra.git/envs/staging.yaml", Environment);
        var repository = Path.Combine(folder.Path, "repo", "infra.git");
        Assert.True(await RunAsync("-C", repository, "init", "-q", "-b", "main"));
        Assert.True(await RunAsync("-C", repository, "add", "."));
        Assert.True(await RunAsync("-C", repository, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "first"));

        // git itself maps the address to the local repository. The count comes last: a git of another test must not find a count without a key.
        System.Environment.SetEnvironmentVariable("GIT_CONFIG_KEY_0", $"url.file://{folder.Path}/repo/.insteadOf");
        System.Environment.SetEnvironmentVariable("GIT_CONFIG_VALUE_0", "git@git.example.test:");
        System.Environment.SetEnvironmentVariable("GIT_CONFIG_COUNT", "1");
        try
        {
            foreach (var path in (string[])["git@git.example.test:infra.git//envs/staging.yaml?ref=main", "git@git.example.test:infra.git//envs/staging.yaml"])
            {
                var result = await folder.LoadAsync("web.yaml", Service(path));
                Assert.Empty(result.Diagnostics);
                Assert.Equal("staging", result.Parent!.Name);
            }

            foreach (var path in (string[])["git@git.example.test:infra.git//envs/none.yaml?ref=main", "git@git.example.test:infra.git//envs/staging.yaml?ref=nobranch", "git@git.example.test:none.git//a.yaml"])
            {
                var error = Assert.Single((await folder.LoadAsync("web.yaml", Service(path))).Errors);
                Assert.Equal((Codes.Git, 2), (error.Code, error.Location!.Line));
            }
        }
        finally
        {
            System.Environment.SetEnvironmentVariable("GIT_CONFIG_COUNT", null);
        }
    }

    [Theory]
    [InlineData("git@host:repo.git//../../etc/passwd?ref=main")]
    [InlineData("git@host:repo.git//a.yaml?ref=--upload-pack=x")]
    [InlineData("git@-oProxyCommand=x:repo.git//a.yaml")]
    [InlineData("git@host:repo.git")]
    [InlineData("git@host")]
    public async Task HostileGitAddress_IsRefused_WithoutRunningGit(string path)
    {
        var error = Assert.Single((await folder.LoadAsync("web.yaml", Service(path))).Errors);
        Assert.Equal(Codes.Git, error.Code);
        Assert.Contains("malformed", error.Message, StringComparison.Ordinal);
    }

    private static string Service(string path) => $"name: web\nenvironments: [{{name: staging, path: '{path}'}}]\nmodules: []\n";

    private static async Task<bool> RunAsync(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
