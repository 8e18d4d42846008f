using System.Text;

namespace OptaPS.EndToEnd.Tests;

/// <summary>Each failure is one error with resource, cause, evidence and remedy, as agreed in Golden/; a later correct run succeeds.</summary>
[Collection(nameof(FailureScenario))]
public sealed class FailureTests(FailureScenario scenario)
{
    [Theory]
    [InlineData("wrong-account")]
    [InlineData("moved-account")]
    [InlineData("expired-credential")]
    [InlineData("tampered-chart")]
    [InlineData("broken-image")]
    [InlineData("never-ready")]
    public void Failure_IsOneErrorWithEvidence(string name) => Golden.Check(name, scenario.Failure(name), scenario.World.Folder);

    [Fact]
    public async Task Secrets_AreNowhereInClear()
    {
        using var cluster = await ClusterReader.ConnectAsync(scenario.World);
        var secrets = new List<string>
        {
            scenario.World.Description["aws"]!["secretAccessKey"]!.GetValue<string>(),
            scenario.World.Description["controlToken"]!.GetValue<string>(),
        };
        foreach (var (path, key) in new[] { ("opta-entry/secrets/entry-certificate", "tls.key"), ("linkerd/secrets/linkerd-identity-issuer", "key.pem") })
        {
            var secret = await cluster.GetAsync("api/v1/namespaces/" + path);
            var encoded = secret["data"]![key]!.GetValue<string>();
            var pem = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            Assert.Contains("PRIVATE KEY-----", pem, StringComparison.Ordinal);
            secrets.Add(pem.Split('\n')[1]);
            secrets.Add(encoded[80..140]);
        }

        foreach (var result in scenario.World.Results)
            AssertClean(secrets, result.ToString(), "the output of a run");
        var files = FilesOfTheProduct().ToList();
        Assert.Contains(files, file => file.Contains("state", StringComparison.Ordinal));
        foreach (var file in files)
            AssertClean(secrets, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), file);
    }

    private static void AssertClean(List<string> secrets, string text, string where)
    {
        Assert.False(text.Contains("PRIVATE KEY-----", StringComparison.Ordinal), $"A private key is in {where}.");
        foreach (var secret in secrets)
            Assert.False(text.Contains(secret, StringComparison.Ordinal), $"A secret value is in {where}.");
    }

    // The sandbox's own world holds what the clouds and clusters would hold.
    private IEnumerable<string> FilesOfTheProduct()
    {
        var sandbox = Path.Combine(scenario.World.Home, "sandboxes", "e2e", "data");
        return Directory.EnumerateFiles(scenario.World.Home, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(sandbox, StringComparison.Ordinal));
    }
}
