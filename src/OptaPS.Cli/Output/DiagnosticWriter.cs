using System.Text.Json;
using OptaPS.Diagnostics;

namespace OptaPS.Cli.Output;

/// <summary>Prints diagnostics: what is wrong, where, why, the evidence and what to do.</summary>
internal sealed class DiagnosticWriter(TextWriter error, OutputFormat format)
{
    public void Write(IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (format == OutputFormat.Json)
                error.WriteLine(LogCommands.DefuseJson(JsonSerializer.Serialize(new { @event = "diagnostic", diagnostic }, OptaJson.Line)));
            else
                WriteText(diagnostic);
        }
    }

    private void WriteText(Diagnostic d)
    {
        var place = d.Location is null ? "" : $"{d.Location}: ";
        Line($"{place}{d.Severity.ToString().ToLowerInvariant()} {d.Code}: {Headline(d)}");
        if (d.Excerpt is not null)
        {
            foreach (var line in d.Excerpt.Split('\n'))
                Line($"  | {line.TrimEnd('\r')}");
        }

        Field("resource", d.Resource);
        Field("cause", d.Cause);
        Field("allowed", d.Allowed);
        Field("did you mean", d.Nearest);
        Field("request id", d.RequestId);
        for (var i = 0; i < d.Evidence.Count; i++)
            Line($"  {(i == 0 ? "evidence:" : "         ")} {d.Evidence[i]}");
        Field("remedy", d.Remedy);
        Field("see", d.HelpLink);
    }

    // The cause has a line of its own; a message that ends with it does not say it twice.
    private static string Headline(Diagnostic d) =>
        d.Cause is { Length: > 0 } cause && d.Message.EndsWith(": " + cause, StringComparison.Ordinal) ? d.Message[..^(cause.Length + 2)] + "." : d.Message;

    private void Field(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Line($"  {name}: {value}");
    }

    // Text of files and of remote sides must not become a command of a build system that reads this stream.
    private void Line(string text) => error.WriteLine(LogCommands.Defuse(text));
}
