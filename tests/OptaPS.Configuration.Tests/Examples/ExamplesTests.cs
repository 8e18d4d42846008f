using OptaPS.Configuration.Compatibility;
using OptaPS.Configuration.Folders;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Tests.Examples;

/// <summary>Our own files with the modules and forms of every published example load; those that must fail fail as expected.</summary>
public sealed class ExamplesTests
{
    private static readonly string Folder = Path.Combine(SourceTree.TestProject, "Examples", "Files");

    public static TheoryData<string, string> Files
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var parts in File.ReadLines(Path.Combine(Folder, "expected.txt")).Select(line => line.Split(' ')))
            {
                data.Add(parts[0], parts[1]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Example_LoadsOrFailsAsExpected(string path, string expected)
    {
        var options = new LoadOptions { BaseDirectory = Folder, GitTimeout = TimeSpan.FromSeconds(20) };
        var report = await new FolderValidator().ValidateFileAsync(path, options);
        var errors = report.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).ToList();
        switch (expected)
        {
            case "valid":
                Assert.True(report.IsOptaFile);
                Assert.Empty(errors.Select(error => error.ToString()));
                break;
            case "other":
                Assert.False(report.IsOptaFile);
                break;
            default:
                Assert.Contains(expected, errors.Select(error => error.Code));
                break;
        }
    }

    [Fact]
    public async Task FolderOfAllExamples_IsCheckedAtOnce_WithTheSameResult()
    {
        var options = new LoadOptions { BaseDirectory = Folder, GitTimeout = TimeSpan.FromSeconds(20) };
        var reports = (await new FolderValidator().ValidateFolderAsync(".", options)).ToDictionary(report => report.Path, StringComparer.Ordinal);
        var expected = File.ReadLines(Path.Combine(Folder, "expected.txt")).Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        Assert.All(expected, pair => Assert.Equal(pair.Value is "valid" or "other", reports[pair.Key].Success));
    }

    [Fact]
    public async Task ExamplesOfTheRepository_HaveNoFindings()
    {
        var reports = (await new FolderValidator().ValidateFolderAsync("examples", new LoadOptions { BaseDirectory = SourceTree.Root })).Where(report => report.IsOptaFile).ToList();
        Assert.True(reports.Count >= 2);
        Assert.Empty(reports.SelectMany(report => report.Diagnostics).Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public async Task CompatibilityScan_OfAllExamples_FindsTypedAndBracedUses()
    {
        var reports = await new CompatibilityScanner().ScanAsync(".", new LoadOptions { BaseDirectory = Folder, AllowMissingVariables = true, GitTimeout = TimeSpan.FromSeconds(20) });
        var ids = reports.SelectMany(report => report.Findings).Select(finding => finding.Difference.Id).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["literal-braces", "typed-variables", "newer-defaults", "custom-terraform", "no-effect", "chosen-environment"], StringComparer.Ordinal), ids);
    }
}
