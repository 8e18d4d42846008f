using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>One JSON object with <c>errors</c>, <c>warnings</c> (counts) and <c>diagnostics</c>.</summary>
public sealed class JsonDiagnosticFormatter : IDiagnosticFormatter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public void Write(IReadOnlyList<Diagnostic> diagnostics, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(output);
        var document = new JsonObject
        {
            ["errors"] = diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error),
            ["warnings"] = diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Warning),
            ["diagnostics"] = new JsonArray([.. diagnostics.Select(Item)]),
        };
        output.WriteLine(LogCommands.DefuseJson(document.ToJsonString(Indented)));
    }

    private static JsonNode Item(Diagnostic diagnostic)
    {
        var item = new JsonObject
        {
            ["code"] = diagnostic.Code, ["severity"] = SeverityWords.Of(diagnostic.Severity), ["message"] = diagnostic.Message,
        };
        if (diagnostic.Location is { } location)
        {
            item["file"] = location.File;
            item["line"] = location.Line;
            item["column"] = location.Column;
        }

        foreach (var (name, text) in ((string, string?)[])[("excerpt", diagnostic.Excerpt), ("allowed", diagnostic.Allowed), ("nearest", diagnostic.Nearest), ("remedy", diagnostic.Remedy), ("help", diagnostic.HelpLink)])
        {
            if (text is not null)
            {
                item[name] = text;
            }
        }

        return item;
    }
}
