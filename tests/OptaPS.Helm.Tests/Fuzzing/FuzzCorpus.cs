using System.Runtime.CompilerServices;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Helm.Tests.Fuzzing;

/// <summary>Texts to start from: the recorded corpus of the conformance tests.</summary>
internal static class FuzzCorpus
{
    private static readonly Lazy<IReadOnlyList<(string Template, string Values)>> Expressions = new(ReadExpressions);

    public static IReadOnlyList<string> Templates { get; } = [.. Expressions.Value.Select(c => c.Template), .. Files("*.tpl"), .. ChartFiles("templates")];

    public static IReadOnlyList<string> Yaml { get; } = [.. Expressions.Value.Select(c => c.Values).Where(v => v.Length > 0).Distinct(), .. Files("values*.yaml"), .. Files("Chart.yaml"), .. Golden()];

    public static IReadOnlyList<string> Schemas { get; } = Files("values.schema.json");

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "OptaPS.Conformance.Tests", "Helm", "corpus"));

    private static List<string> Files(string pattern) => [.. Directory.GetFiles(Root(), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private static IEnumerable<string> ChartFiles(string folder) =>
        Directory.GetFiles(Root(), "*.yaml", SearchOption.AllDirectories).Where(path => path.Contains($"/{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllText);

    // A few goldens are enough: they are many and alike.
    private static IEnumerable<string> Golden() => ChartFiles("golden").Where(text => text.Length < 8_000).Where((_, index) => index % 8 == 0);

    private static List<(string Template, string Values)> ReadExpressions()
    {
        var found = new List<(string, string)>();
        foreach (var path in Directory.GetFiles(Path.Combine(Root(), "expressions"), "*.yaml").Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(reader);
            foreach (var item in (YamlSequenceNode)((YamlMappingNode)stream.Documents[0].RootNode).Children[new YamlScalarNode("cases")])
            {
                var node = (YamlMappingNode)item;
                found.Add((Text(node, "template"), Text(node, "values")));
            }
        }

        return found;
    }

    private static string Text(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? ((YamlScalarNode)value).Value ?? "" : "";
}
