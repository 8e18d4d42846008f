using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>A finding before its excerpt is made; excerpts come last, when all secrets of the file are known.</summary>
internal sealed record Finding(string Code, Severity Severity, SourceText? Source, string? Path, int Line, int Column, string Message, string? Allowed, string? Nearest, string? Remedy)
{
    public Diagnostic ToDiagnostic() => new(Code, Severity, Source is null ? Message : Source.Redact(Message, Line))
    {
        Location = Source is null ? Path is null ? null : new SourceLocation(Path, 1, 1) : Source.At(Line, Column),
        Excerpt = Source?.Excerpt(Line, Column),
        Allowed = Redact(Allowed),
        Nearest = Redact(Nearest),
        Remedy = Redact(Remedy),
        Category = Code is Codes.FileNotFound or Codes.ParentNotFound ? DiagnosticCategory.ObjectNotFound : DiagnosticCategory.InvalidData,
    };

    private string? Redact(string? text) => Source is null ? text : Source.Redact(text, Line);
}
