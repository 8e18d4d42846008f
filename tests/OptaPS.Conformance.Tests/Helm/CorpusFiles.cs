using System.Runtime.CompilerServices;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Conformance.Tests.Helm;

/// <summary>Finds and reads the recorded corpus beside the sources of the tests.</summary>
internal static class CorpusFiles
{
    public static string Root { get; } = FindRoot();

    public static YamlMappingNode Read(string path)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static string? Text(this YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? ((YamlScalarNode)node).Value : null;

    public static IEnumerable<YamlNode> Items(this YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? ((YamlSequenceNode)node).Children : [];

    public static List<string> Texts(this YamlMappingNode map, string key) => [.. map.Items(key).Select(n => ((YamlScalarNode)n).Value!)];

    private static string FindRoot([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "corpus");
}
