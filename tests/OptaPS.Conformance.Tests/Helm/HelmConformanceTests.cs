namespace OptaPS.Conformance.Tests.Helm;

/// <summary>Everything that real Helm was recorded to print, compared character by character. No case is left out.</summary>
public sealed class HelmConformanceTests
{
    public static TheoryData<string> Topics => [.. Directory.GetFiles(Path.Combine(CorpusFiles.Root, "expressions"), "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Charts => [.. Directory.GetDirectories(Path.Combine(CorpusFiles.Root, "charts")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task Expressions_OfATopic_RenderAsHelmDoes(string topic)
    {
        var (count, failures) = await ExpressionCases.RunAsync(Path.Combine(CorpusFiles.Root, "expressions", topic));
        Assert.True(count > 0);
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} cases differ:\n{string.Join('\n', failures)}");
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public async Task Charts_OfTheCorpus_RenderAsHelmDoes(string chart)
    {
        var (count, failures) = await ChartCases.RunAsync(Path.Combine(CorpusFiles.Root, "charts", chart));
        Assert.True(count > 0);
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} cases differ:\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void Corpus_IsComplete()
    {
        Assert.Equal(21, Directory.GetFiles(Path.Combine(CorpusFiles.Root, "expressions"), "*.yaml").Length);
        Assert.Equal(46, Directory.GetDirectories(Path.Combine(CorpusFiles.Root, "charts")).Length);
    }
}
