using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration;

/// <summary>Reads the values of <c>--var</c>.</summary>
public static class VariableText
{
    /// <summary>
    /// Gives a text the type that it would have in a file: <c>3</c> is a number, <c>true</c> a truth value, <c>[a, b]</c> a list, <c>"3"</c> text.
    /// Text that is no YAML stays text.
    /// </summary>
    public static ConfigValue Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 0 && text[0] is '[' or '{' or '"' or '\'')
        {
            var findings = new Reporting.FindingBag();
            var node = YamlReader.Read(new SourceText("--var", "--var", text, string.Empty), findings);
            if (node is not null && !findings.HasErrors)
            {
                return PlainValues.Of(node, null);
            }

            return ConfigScalar.OfText(text);
        }

        return CoreSchema.Plain(text) is ConfigScalar { Kind: not ScalarKind.Text } scalar ? scalar : ConfigScalar.OfText(text);
    }

    /// <summary>Splits <c>name=value</c>; without an equals sign or name it throws <see cref="OptaException"/> (OPTA1117).</summary>
    public static KeyValuePair<string, ConfigValue> ParseAssignment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? KeyValuePair.Create(text[..at].Trim(), Parse(text[(at + 1)..]))
            : throw new OptaException(new Diagnostic(Codes.VariableUndeclared, Severity.Error, $"The variable {Quote.Of(text)} has no value.")
            {
                Allowed = "name=value", Category = DiagnosticCategory.InvalidArgument,
            });
    }
}
