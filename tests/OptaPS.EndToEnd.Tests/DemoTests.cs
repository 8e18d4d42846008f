namespace OptaPS.EndToEnd.Tests;

/// <summary>The main job from end to end, and its two failures on purpose.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_CarriesTheMainJobFromFileToAnswerAndBack()
    {
        await using var world = new ProgramWorld();
        var result = await world.OptaAsync("demo");
        Assert.True(result.Exit == 0, result.ToString());
        foreach (var step in new[] { "start sandbox", "apply env-aws.yaml", "mesh install", "deploy hello.yaml", "call over HTTP", "call over HTTPS", "apply again", "deploy --image", "3 replicas", "destroy" })
            Assert.Contains(step, result.Output, StringComparison.Ordinal);
        Assert.Contains("-> 200 ", result.Output, StringComparison.Ordinal);
        Assert.Contains("0 cloud resources, 0 clusters", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenImage_EndsWithTheEvidence()
    {
        await using var world = new ProgramWorld();
        var result = await world.OptaAsync("demo", "--break", "image");
        Assert.True(result.Exit == 1, result.ToString());
        Assert.Contains("ghcr.io/acme/does-not-exist:1.0", result.Error, StringComparison.Ordinal);
        Assert.Contains("ImagePull", result.Error, StringComparison.Ordinal);
        Assert.Contains("remedy:", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at OptaPS.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenMesh_EndsWithTheEvidence()
    {
        await using var world = new ProgramWorld();
        var result = await world.OptaAsync("demo", "--break", "mesh");
        Assert.True(result.Exit == 1, result.ToString());
        Assert.Contains("OPTA7033", result.Error, StringComparison.Ordinal);
        Assert.Contains("linkerd", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at OptaPS.", result.Error, StringComparison.Ordinal);
    }
}
