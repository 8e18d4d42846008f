using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>Reads kubeconfig YAML (or JSON, which is YAML) into documents. Every scalar but true, false and null is a text there.</summary>
internal static class KubeconfigYaml
{
    /// <exception cref="OptaException">OPTA4021: the text is no kubeconfig.</exception>
    public static JsonObject Read(string text, string file)
    {
        var root = Load(text, file);
        if (root is null)
            return [];
        return ToJson(root) as JsonObject ?? throw Malformed(file, "the top level is no mapping", null, null);
    }

    /// <summary>The YAML tree, or null for an empty file.</summary>
    public static YamlNode? Load(string text, string file)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException exception)
        {
            throw Malformed(file, exception.Message, new SourceLocation(file, (int)exception.Start.Line, (int)exception.Start.Column), exception);
        }
    }

    public static OptaException Malformed(string file, string what, SourceLocation? location, Exception? inner) => new(
        new Diagnostic("OPTA4021", Severity.Error, $"The kubeconfig '{file}' cannot be read: {what}.")
        {
            Location = location,
            Category = DiagnosticCategory.ParserError,
            Remedy = "Correct the file, or name another one.",
        },
        inner);

    private static JsonNode? ToJson(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping)
                    members[((YamlScalarNode)key).Value ?? ""] = ToJson(value);
                return members;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Select(ToJson)]);
            case YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } scalar:
                return scalar.Value switch
                {
                    null or "" or "~" or "null" => null,
                    "true" => JsonValue.Create(true),
                    "false" => JsonValue.Create(false),
                    var text => JsonValue.Create(text),
                };
            default:
                return JsonValue.Create(((YamlScalarNode)node).Value ?? "");
        }
    }
}
