using System.Text.Json.Nodes;
using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;

namespace OptaPS.Modules.Compilation;

/// <summary>Turns values of a file into values of documents: references become expressions (same file) or recorded values (parent).</summary>
internal sealed class ValueResolver(GraphBuilder graph, CompileOptions options)
{
    /// <summary>The value of a document for a value of the file.</summary>
    /// <exception cref="OptaException">A reference has no value (OPTA6005).</exception>
    public JsonNode? Resolve(ConfigValue value) => value switch
    {
        ConfigText text => Text(text),
        ConfigList list => new JsonArray([.. list.Items.Select(Resolve)]),
        ConfigMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Resolve(entry.Value)))),
        _ => value.ToJson(),
    };

    private JsonNode? Text(ConfigText text)
    {
        if (text.IsWhole)
            return Segment(text.Segments[0], text.Location);
        var parts = text.Segments.Select(segment => Segment(segment, text.Location)).ToArray();
        return parts.Any(ExpressionReader.IsExpression)
            ? Expression.Concat(parts)
            : JsonValue.Create(string.Concat(parts.Select(part => part?.ToString())));
    }

    private JsonNode? Segment(TextSegment segment, SourceLocation? location) => segment switch
    {
        LiteralSegment literal => literal.Text,
        ModuleOutputSegment output when graph.HasOutput(output.Module, output.Output) =>
            Below(graph.OutputOf(output.Module, output.Output), output.Path),
        ParentOutputSegment output when options.Parent?.Values.TryGetValue(output.Output, out var recorded) is true =>
            Below(recorded?.DeepClone(), output.Path),
        ContextSegment context when options.Facts.TryGetValue(context.Name, out var fact) => fact,
        _ => throw new OptaException(new Diagnostic("OPTA6005", Severity.Error, $"'{segment}' has no value.")
        {
            Location = location,
            Category = DiagnosticCategory.ObjectNotFound,
            Remedy = segment is ParentOutputSegment
                ? "Apply the environment first, so that its outputs are recorded."
                : "Refer to an output of a module that stands before this one.",
        }),
    };

    private static JsonNode? Below(JsonNode? value, IReadOnlyList<string> path)
    {
        foreach (var step in path)
        {
            JsonNode index = int.TryParse(step, out var number) ? number : step;
            value = ExpressionReader.IsExpression(value)
                ? Expression.Select(value!, index)
                : (value is JsonArray list && number < list.Count ? list[number] : (value as JsonObject)?[step])?.DeepClone();
        }
        return value;
    }
}
