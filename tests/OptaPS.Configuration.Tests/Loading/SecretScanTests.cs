using OptaPS.Configuration.Reporting;

namespace OptaPS.Configuration.Tests.Loading;

/// <summary>What counts as a secret in clear text, and that it never shows in a message.</summary>
public sealed class SecretScanTests
{
    [Theory]
    [InlineData("DB_PASSWORD", "correct-horse-battery", true)]
    [InlineData("api_key", "0123456789abcdef", true)]
    [InlineData("GITHUB_TOKEN", "some-token-value", true)]
    [InlineData("clientSecret", "abcd-efgh", true)]
    [InlineData("DATABASE_URL", "postgres://user:pa55word@db.example.org/shop", true)]
    [InlineData("ANY", "AKIAIOSFODNN7EXAMPLE", true)]
    [InlineData("ANY", "ghp_0123456789012345678901234567890123", true)]
    [InlineData("DB_PASSWORD", "{vars.password}", false)]
    [InlineData("DB_PASSWORD", "${{module.db.db_password}}", false)]
    [InlineData("PASSWORD_FILE", "some-file-name", false)]
    [InlineData("SECRET_NAME", "shop-secrets", false)]
    [InlineData("TOKEN_URL", "https://login.example.org/token", false)]
    [InlineData("PUBLIC_KEY_ID", "abcdef", false)]
    [InlineData("LOG_LEVEL", "debug-everything", false)]
    [InlineData("PASSWORD", "DB_PASSWORD", false)]
    public async Task Value_IsSecretOrNot(string name, string value, bool secret)
    {
        using var folder = new TestFolder();
        var result = await folder.LoadAsync("a.yaml", $"name: a\norg_name: b\nproviders: {{local: {{}}}}\ninput_variables: [{{name: password}}]\nmodules:\n- type: postgres\n  name: db\n- type: k8s-service\n  name: app\n  image: x\n  port: {{http: 80}}\n  env_vars:\n    {name}: '{value}'\n    OTHER: [1, '{value}']\n", new LoadOptions { AllowMissingVariables = true });
        Assert.Equal(secret, result.Diagnostics.Any(diagnostic => diagnostic.Code == Codes.ClearSecret && diagnostic.Location!.Line == 13));
        if (secret)
        {
            // The wrong type of OTHER makes an error whose message could quote the value.
            Assert.All(DiagnosticFormatters.All, formatter => Assert.DoesNotContain(value, formatter.Format(result.Diagnostics.Where(diagnostic => diagnostic.Location!.Line == 13).ToList()), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task PrivateKeyInABlock_IsHiddenInEveryLine()
    {
        using var folder = new TestFolder();
        var result = await folder.LoadAsync("a.yaml", "name: a\norg_name: b\nproviders: {local: {}}\nmodules:\n- type: helm-chart\n  chart: x\n  values:\n    tls: |\n      -----BEGIN EC PRIVATE KEY-----\n      MHcCAQEEIE1111\n      -----END EC PRIVATE KEY-----\n    wrong: {vars.nope}\n    bad: '{vars.nope}'\n");
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Code == Codes.ClearSecret);
        Assert.All(result.Diagnostics, diagnostic => Assert.DoesNotContain("MHcCAQEEIE1111", diagnostic.ToString() + diagnostic.Excerpt, StringComparison.Ordinal));
    }
}
