using OptaPS.Configuration.Reporting;

namespace OptaPS.Configuration.Tests.Golden;

/// <summary>The text of the messages for typical mistakes. With OPTA_UPDATE_GOLDEN=1 the expected texts are written anew.</summary>
public sealed class GoldenTextTests
{
    private static readonly string Folder = Path.Combine(SourceTree.TestProject, "Golden");

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Path.Combine(Folder, "Cases"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Mistake_GivesItsText(string name)
    {
        using var folder = new TestFolder();
        File.Copy(Path.Combine(Folder, "env.yaml"), Path.Combine(folder.Path, "env.yaml"));
        var file = name + ".yaml";
        File.Copy(Path.Combine(Folder, "Cases", file), Path.Combine(folder.Path, file));

        var result = await ConfigurationLoader.LoadAsync(file, folder.Options);

        Assert.NotEmpty(result.Diagnostics);
        Assert.All(result.Diagnostics, diagnostic => Assert.NotNull(diagnostic.Location));
        var text = new TextDiagnosticFormatter().Format(result.Diagnostics);
        Assert.DoesNotContain(folder.Path, text, StringComparison.Ordinal);
        var golden = Path.Combine(Folder, "Cases", name + ".golden");
        if (Environment.GetEnvironmentVariable("OPTA_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(golden, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(golden), text);
    }

    [Fact]
    public void Cases_AreAtLeastSixty() => Assert.True(Cases.Count >= 60, $"{Cases.Count} cases");

    [Fact]
    public void EveryCode_HasAHeading()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "errors", "1xxx.md"));
        var codes = typeof(Codes).GetFields().Select(field => (string)field.GetValue(null)!).ToList();
        Assert.All(codes, code => Assert.Contains($"\n## {code}\n", page, StringComparison.Ordinal));
        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
    }
}
