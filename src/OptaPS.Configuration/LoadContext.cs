using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration;

/// <summary>What the parts of loading one file share: its text and the place for findings.</summary>
internal sealed record LoadContext(SourceText Source, FindingBag Findings, LoadOptions Options, string BaseDirectory)
{
    public SourceLocation At(SourceNode node) => Source.At(node.Line, node.Column);

    public void Error(string code, SourceNode at, string message, string? allowed = null, string? nearest = null, string? remedy = null) =>
        Findings.Error(code, Source, at, message, allowed, nearest, remedy);

    public void Warning(string code, SourceNode at, string message, string? allowed = null, string? remedy = null) =>
        Findings.Warning(code, Source, at, message, allowed, remedy);
}
