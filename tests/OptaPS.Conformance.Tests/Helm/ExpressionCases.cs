using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Conformance.Tests.Helm;

/// <summary>Renders the cases of one topic file and tells which differ from what Helm printed.</summary>
internal static class ExpressionCases
{
    private const string DefaultChart = "apiVersion: v2\nname: conf\ndescription: Expression harness\ntype: application\nversion: 1.2.3\nappVersion: \"4.5.6\"\n";

    public static async Task<(int Count, List<string> Failures)> RunAsync(string file)
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var node in CorpusFiles.Read(file).Items("cases").Cast<YamlMappingNode>())
        {
            count++;
            if (await RunAsync(node) is { } problem)
            {
                failures.Add($"{node.Text("name")}: {node.Text("template")}\n    {problem}");
            }
        }
        return (count, failures);
    }

    private static async Task<string?> RunAsync(YamlMappingNode node)
    {
        var wantsError = node.Text("error") == "true";
        var expected = node.Text("outputBase64") is { } base64 ? base64 : node.Text("output") ?? "";
        var inBase64 = node.Text("outputBase64") is not null;
        try
        {
            var actual = await RenderAsync(node);
            if (wantsError)
            {
                return $"rendered {Show(actual)} instead of failing with {node.Text("errorMessage")}";
            }
            var shown = inBase64 ? Convert.ToBase64String(Bytes(actual)) : actual;
            return shown == expected ? null : $"expected {Show(expected)}\n    but was  {Show(shown)}";
        }
        catch (OptaException e) when (wantsError)
        {
            var wanted = node.Text("errorContains") ?? "";
            return e.Message.Contains(wanted, StringComparison.Ordinal) ? null : $"expected the error {wanted}\n    but was {e.Diagnostics[0].Message}";
        }
        catch (OptaException e)
        {
            return $"failed with {e.Diagnostics[0].Message} instead of {Show(expected)}";
        }
    }

    private static async Task<string> RenderAsync(YamlMappingNode node)
    {
        List<ChartFile> files =
        [
            Make("Chart.yaml", node.Text("chart") ?? DefaultChart),
            Make("values.yaml", node.Text("values") ?? ""),
        ];
        if (node.Text("error") == "true")
        {
            // Messages were recorded for the text in a template of its own.
            files.Add(Make("templates/case.yaml", node.Text("template")!));
        }
        else
        {
            files.Add(Make("templates/_case.tpl", node.Text("template")!));
            files.Add(Make("templates/out.yaml", "{{ include \"conf/templates/_case.tpl\" . }}"));
        }
        if (node.Children.TryGetValue(new YamlScalarNode("files"), out var more))
        {
            files.AddRange(((YamlMappingNode)more).Children.Select(f => Make(((YamlScalarNode)f.Key).Value!, ((YamlScalarNode)f.Value).Value!)));
        }
        var chart = ChartAssembler.Assemble(files, ChartLimits.Default, 0);
        TemplateCommand.CheckInstallable(chart);
        DependencyProcessor.CheckPresent(chart);
        var options = CommandLine.Parse([], null, [], node.Texts("args"), "");
        var capabilities = new Capabilities
        {
            KubeVersion = KubeVersion.Parse(options.KubeVersion.Length > 0 ? options.KubeVersion : "v1.30.0"),
            ApiVersions = [.. Capabilities.Default.ApiVersions, .. options.ApiVersions],
        };
        var release = new ReleaseOptions { Name = node.Text("release") ?? "rel", Namespace = node.Text("namespace") ?? "ns1", IsUpgrade = options.IsUpgrade, IsInstall = !options.IsUpgrade };
        var rendered = await ChartRenderer.RenderFilesAsync(chart, await ValuesBuilder.BuildAsync(options.Values), release, capabilities, RenderOptions.Default, RenderLimits.Default, CancellationToken.None);
        return rendered[node.Text("error") == "true" ? "conf/templates/case.yaml" : "conf/templates/out.yaml"];
    }

    private static ChartFile Make(string name, string text) => new(name, ChartArchive.TrimByteOrderMark(Bytes(text)));

    private static byte[] Bytes(string text) => OptaPS.Helm.Text.GoText.ToBytes(text);

    private static string Show(string text) => "«" + text.Replace("\n", "⏎", StringComparison.Ordinal) + "»";
}
