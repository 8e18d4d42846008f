using System.Security.Cryptography.X509Certificates;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

public sealed class GeneratedTests
{
    private const int Year = 365 * 24;

    private static ResourceGraph Mesh() => Lab.Graph(
        new ResourceNode("mesh/anchor", new ResourceType("tls", "ca"), new JsonObject { ["commonName"] = "root.linkerd.cluster.local", ["validityHours"] = 10 * Year }),
        new ResourceNode("mesh/issuer", new ResourceType("tls", "certificate"), new JsonObject
        {
            ["commonName"] = "identity.linkerd.cluster.local",
            ["isCa"] = true,
            ["pathLength"] = 0,
            ["validityHours"] = Year,
            ["caCertPem"] = Expression.Reference("mesh/anchor", "certPem"),
            ["caKeyPem"] = Expression.Reference("mesh/anchor", "keyPem"),
        }));

    [Fact]
    public async Task Certificates_ChainToTheirCa_AndKeysAreSecret()
    {
        var lab = new Lab();
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(Mesh())).Status);
        var state = await lab.StateAsync();
        var anchorText = state.Resources["mesh/anchor"].Outputs!["certPem"]!.GetValue<string>();
        var issuerText = state.Resources["mesh/issuer"].Outputs!["certPem"]!.GetValue<string>();
        using var anchor = X509Certificate2.CreateFromPem(anchorText);
        using var issuer = X509Certificate2.CreateFromPem(issuerText, state.Resources["mesh/issuer"].Outputs!["keyPem"]!.GetValue<string>());
        Assert.Equal("CN=root.linkerd.cluster.local", anchor.Subject);
        Assert.Equal("CN=identity.linkerd.cluster.local", issuer.Subject);
        Assert.Equal("1.2.840.10045.2.1", issuer.PublicKey.Oid.Value);
        var constraints = issuer.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.Equal((true, true, 0), (constraints.CertificateAuthority, constraints.HasPathLengthConstraint, constraints.PathLengthConstraint));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(anchor);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = lab.Time.GetUtcNow().UtcDateTime;
        Assert.True(chain.Build(issuer), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.DoesNotContain(lab.Files.All().Values, content => System.Text.Encoding.UTF8.GetString(content).Contains("PRIVATE KEY", StringComparison.Ordinal));
        Assert.False((await lab.PlanAsync(Mesh())).HasChanges);
    }

    [Fact]
    public async Task PastTwoThirdsOfItsLife_TheIssuerIsReplaced_AndTheAnchorStays()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Mesh());
        lab.Time.Advance(TimeSpan.FromHours(Year * 0.6));
        Assert.False((await lab.PlanAsync(Mesh())).HasChanges);
        lab.Time.Advance(TimeSpan.FromHours(Year * 0.1));
        var plan = await lab.PlanAsync(Mesh());
        Assert.Equal(PlannedAction.None, plan.Resources[0].Action);
        Assert.Equal((PlannedAction.Replace, RiskClass.Restart), (plan.Resources[1].Action, plan.Resources[1].Risk));
        await lab.Engine().ApplyAsync(plan);
        Assert.False((await lab.PlanAsync(Mesh())).HasChanges);
    }

    [Fact]
    public async Task Passwords_AreMadeOnce_AndMadeAgainWhenTheKeeperChanges()
    {
        var lab = new Lab();
        ResourceGraph Graph(string keeper) => Lab.Graph(
            new ResourceNode("db/password", new ResourceType("random", "password"), new JsonObject { ["length"] = 24, ["symbols"] = true, ["keepers"] = new JsonObject { ["v"] = keeper } }),
            new ResourceNode("db/suffix", new ResourceType("random", "id"), new JsonObject { ["bytes"] = 3 }),
            Lab.Node("db/main", desired: new JsonObject { ["Password"] = Expression.Reference("db/password", "result"), ["Name"] = Expression.Concat("db-", Expression.Reference("db/suffix", "hex")) }));
        await lab.ApplyAsync(Graph("1"));
        var first = lab.World.Items.Values.Single().Properties["Password"]!.GetValue<string>();
        Assert.Equal(24, first.Length);
        Assert.Matches("^[A-Za-z][A-Za-z0-9._~-]+$", first);
        Assert.Matches("^db-[0-9a-f]{6}$", lab.World.Items.Values.Single().Properties["Name"]!.GetValue<string>());
        Assert.False((await lab.PlanAsync(Graph("1"))).HasChanges);
        await lab.ApplyAsync(Graph("2"));
        Assert.NotEqual(first, lab.World.Items.Values.Single().Properties["Password"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("random", "password", "{\"length\":4}", "'length' must be a number from 8 to 512.")]
    [InlineData("tls", "ca", "{\"commonName\":\"x\"}", "'validityHours' is missing.")]
    [InlineData("tls", "certificate", "{\"commonName\":\"x\",\"validityHours\":1,\"caCertPem\":\"x\"}", "'caKeyPem' is missing.")]
    public void BadInputs_AreRefusedBeforeAnyCall(string provider, string type, string desired, string message)
    {
        var node = new ResourceNode("x", new ResourceType(provider, type), (JsonObject)JsonNode.Parse(desired)!);
        Assert.Equal(message, Assert.Single(new Lab().Engine().Validate(Lab.Graph(node))).Message);
    }
}
