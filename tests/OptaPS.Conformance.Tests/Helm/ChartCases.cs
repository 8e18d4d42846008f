using OptaPS.Diagnostics;
using OptaPS.Helm.Rendering;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Conformance.Tests.Helm;

/// <summary>Renders the cases of one chart of the corpus and tells which differ from what Helm printed.</summary>
internal static class ChartCases
{
    public static async Task<(int Count, List<string> Failures)> RunAsync(string folder)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var node in CorpusFiles.Read(Path.Combine(folder, "cases.yaml")).Items("cases").Cast<YamlMappingNode>())
        {
            count++;
            if (await RunAsync(node, folder) is { } problem)
            {
                failures.Add($"{node.Text("name")}: {problem}");
            }
        }
        return (count, failures);
    }

    private static async Task<string?> RunAsync(YamlMappingNode node, string folder)
    {
        var golden = Path.Combine(folder, node.Text("golden")!);
        var wantsError = golden.EndsWith(".error", StringComparison.Ordinal);
        var expected = await File.ReadAllTextAsync(golden);
        var release = node.Text("release") ?? "";
        string[] positional = release.Length > 0 ? [release, node.Text("chart") ?? "chart"] : [node.Text("chart") ?? "chart"];
        try
        {
            var options = CommandLine.Parse(positional, node.Text("namespace"), node.Texts("valuesFiles"), node.Texts("args"), folder);
            var actual = await TemplateCommand.RunAsync(options);
            if (wantsError)
            {
                return "rendered instead of failing with " + expected;
            }
            return actual == expected ? null : FirstDifference(expected, actual);
        }
        catch (OptaException e) when (wantsError)
        {
            var missing = expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !e.Message.Contains(l, StringComparison.Ordinal)).ToList();
            return missing.Count == 0 ? null : $"the message lacks «{string.Join("», «", missing)}»; it is: {e.Diagnostics[0].Message}";
        }
        catch (OptaException e)
        {
            return "failed with " + e.Diagnostics[0].Message;
        }
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] x = expected.Split('\n'), y = actual.Split('\n');
        for (var i = 0; i < Math.Max(x.Length, y.Length); i++)
        {
            var a = i < x.Length ? x[i] : "(end)";
            var b = i < y.Length ? y[i] : "(end)";
            if (a != b)
            {
                return $"line {i + 1}: expected «{a}» but was «{b}»";
            }
        }
        return "differs";
    }
}
