using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>A SARIF 2.1.0 log with one run.</summary>
public sealed class SarifDiagnosticFormatter : IDiagnosticFormatter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <inheritdoc/>
    public string Name => "sarif";

    /// <inheritdoc/>
    public void Write(IReadOnlyList<Diagnostic> diagnostics, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(output);
        var codes = diagnostics.Select(diagnostic => diagnostic.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var rules = codes.Select(code => (JsonNode)new JsonObject
        {
            ["id"] = code,
            ["help"] = new JsonObject { ["text"] = diagnostics.First(diagnostic => diagnostic.Code == code).HelpLink },
        });
        var log = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject { ["driver"] = new JsonObject { ["name"] = "OptaPS", ["rules"] = new JsonArray([.. rules]) } },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. diagnostics.Select(diagnostic => Result(diagnostic, codes.IndexOf(diagnostic.Code)))]),
            }),
        };
        output.WriteLine(LogCommands.DefuseJson(log.ToJsonString(Indented)));
    }

    private static JsonNode Result(Diagnostic diagnostic, int rule)
    {
        var text = string.Join(' ', new[]
        {
            diagnostic.Message,
            diagnostic.Allowed is null ? null : $"Allowed: {diagnostic.Allowed}.",
            diagnostic.Nearest is null ? null : $"Did you mean {diagnostic.Nearest}?",
            diagnostic.Remedy,
        }.OfType<string>());
        var result = new JsonObject
        {
            ["ruleId"] = diagnostic.Code,
            ["ruleIndex"] = rule,
            ["level"] = diagnostic.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" },
            ["message"] = new JsonObject { ["text"] = text },
        };
        if (diagnostic.Location is { } location)
        {
            var region = new JsonObject { ["startLine"] = location.Line, ["startColumn"] = location.Column };
            if (diagnostic.Excerpt is { } excerpt)
            {
                region["snippet"] = new JsonObject { ["text"] = excerpt.Split('\n')[0] };
            }

            result["locations"] = new JsonArray(new JsonObject
            {
                ["physicalLocation"] = new JsonObject
                {
                    ["artifactLocation"] = new JsonObject { ["uri"] = Address(location.File) },
                    ["region"] = region,
                },
            });
        }

        return result;
    }

    private static string Address(string file) =>
        Path.IsPathRooted(file) ? new Uri(file).AbsoluteUri : string.Join('/', file.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
