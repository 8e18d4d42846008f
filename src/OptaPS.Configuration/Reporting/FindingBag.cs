using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>Collects the findings of one load.</summary>
internal sealed class FindingBag
{
    private const int Most = 500;
    private readonly List<Finding> findings = [];

    public bool HasErrors => ErrorCount > 0;

    public int ErrorCount { get; private set; }

    /// <summary>True when further findings would be dropped, so that looking for more is in vain.</summary>
    public bool IsFull => findings.Count >= Most;

    public void Error(string code, SourceText source, SourceNode at, string message, string? allowed = null, string? nearest = null, string? remedy = null) =>
        Add(new Finding(code, Severity.Error, source, null, at.Line, at.Column, message, allowed, nearest, remedy));

    public void Error(string code, SourceText source, int line, int column, string message, string? allowed = null, string? nearest = null, string? remedy = null) =>
        Add(new Finding(code, Severity.Error, source, null, line, column, message, allowed, nearest, remedy));

    public void Warning(string code, SourceText source, SourceNode at, string message, string? allowed = null, string? remedy = null) =>
        Add(new Finding(code, Severity.Warning, source, null, at.Line, at.Column, message, allowed, null, remedy));

    /// <summary>A finding about a file as a whole, whose text is not known.</summary>
    public void FileError(string code, string path, string message, string? allowed = null, string? remedy = null) =>
        Add(new Finding(code, Severity.Error, null, path, 1, 1, message, allowed, null, remedy));

    public void Add(Finding finding)
    {
        ErrorCount += finding.Severity == Severity.Error ? 1 : 0;
        if (findings.Count < Most)
        {
            findings.Add(finding);
        }
    }

    public void AddAll(FindingBag other)
    {
        foreach (var finding in other.findings)
        {
            Add(finding);
        }
    }

    /// <summary>All findings by file (the first file mentioned first), line, column and code, without repetitions.</summary>
    public IReadOnlyList<Diagnostic> ToDiagnostics(SourceText? first) =>
    [
        .. findings.Distinct()
            .OrderBy(finding => finding.Source is not null && ReferenceEquals(finding.Source, first) ? 0 : 1)
            .ThenBy(finding => finding.Source?.DisplayPath ?? finding.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Code, StringComparer.Ordinal)
            .Select(finding => finding.ToDiagnostic()),
    ];
}
