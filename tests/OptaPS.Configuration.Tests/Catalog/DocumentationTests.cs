using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Compatibility;
using OptaPS.Configuration.Documentation;

namespace OptaPS.Configuration.Tests.Catalog;

/// <summary>The checked-in pages equal what the catalogue gives. With OPTA_UPDATE_DOCS=1 they are written anew.</summary>
public sealed class DocumentationTests
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("OPTA_UPDATE_DOCS") == "1";

    [Fact]
    public void ModulePages_EqualTheCatalogue()
    {
        var folder = Path.Combine(SourceTree.Root, "docs", "modules");
        var pages = ModuleDocumentationWriter.WriteAll(ModuleSchemaCatalog.Default);
        if (Update)
        {
            foreach (var (name, text) in pages)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }
        }

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.Equal(page.Value, File.ReadAllText(Path.Combine(folder, page.Key))));
    }

    [Fact]
    public void DifferencesPage_EqualsTheList()
    {
        var file = Path.Combine(SourceTree.Root, "docs", "differences-from-opta.md");
        if (Update)
        {
            File.WriteAllText(file, DifferenceCatalog.WritePage());
        }

        Assert.Equal(DifferenceCatalog.WritePage(), File.ReadAllText(file));
    }

    [Fact]
    public void ModulePages_NameEveryInputAndOutput()
    {
        foreach (var schema in ModuleSchemaCatalog.Default.All)
        {
            var page = ModuleDocumentationWriter.Write(schema);
            Assert.All(schema.Inputs, input => Assert.Contains($"| `{input.Name}` |", page, StringComparison.Ordinal));
            Assert.All(schema.Outputs, output => Assert.Contains($"| `{output.Name}` |", page, StringComparison.Ordinal));
            Assert.All(schema.Rules, rule => Assert.Contains(rule.About, page, StringComparison.Ordinal));
        }
    }
}
