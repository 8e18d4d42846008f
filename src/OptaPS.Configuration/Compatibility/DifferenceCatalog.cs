using System.Reflection;
using System.Text;
using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Compatibility;

/// <summary>All documented differences from Opta, and their page.</summary>
public static class DifferenceCatalog
{
    private static readonly Lazy<IReadOnlyList<Difference>> Shared = new(Read);

    /// <summary>The differences in the order of the page.</summary>
    public static IReadOnlyList<Difference> All => Shared.Value;

    /// <summary>Finds a difference; unknown identifiers are a mistake of the caller.</summary>
    public static Difference Get(string id) => All.First(difference => difference.Id == id);

    /// <summary>The text of docs/differences-from-opta.md.</summary>
    public static string WritePage()
    {
        var page = new StringBuilder("# Differences from Opta\n\nFiles written for Opta load as they are, except where loading them as before would do harm.\n");
        page.Append("`Test-OptaEnvironment <file or folder> -Compatibility` and `opta validate <file or folder> --compatibility` list every place in your files that one of these differences touches, ");
        page.Append("with file, line and the name below.\n");
        foreach (var difference in All)
        {
            page.Append($"\n## {difference.Id}\n\n**{difference.Title}.**\n\n- Opta: {difference.Opta}\n- OptaPS: {difference.Here}\n- Why: {difference.Reason}\n");
        }

        return page.Append("\n<!-- Made from src/OptaPS.Configuration/Compatibility/differences.yaml; do not edit. -->\n").ToString();
    }

    private static IReadOnlyList<Difference> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("differences.yaml")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var root = (MappingNode)YamlReader.Read(new SourceText("differences.yaml", "differences.yaml", reader.ReadToEnd(), string.Empty), new FindingBag())!;
        return [.. ((SequenceNode)root.Find("differences")!.Value).Items.Cast<MappingNode>().Select(item => new Difference(Text(item, "id"), Text(item, "title"), Text(item, "opta"), Text(item, "here"), Text(item, "reason")))];
    }

    private static string Text(MappingNode item, string key) => ((ScalarNode)item.Find(key)!.Value).Text;
}
