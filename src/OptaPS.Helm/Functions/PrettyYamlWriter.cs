using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Functions;

/// <summary>toYamlPretty: Go values written by go-yaml v3 with an indent of two, where sequences in mappings are indented.</summary>
internal static class PrettyYamlWriter
{
    public static string Write(object? value)
    {
        var text = YamlWriter.Write(value, indentSequences: true);
        return text.EndsWith('\n') ? text[..^1] : text;
    }
}
