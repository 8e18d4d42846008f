using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Folders;

/// <summary>What came of checking one file.</summary>
/// <param name="Path">The path as messages show it.</param>
/// <param name="IsOptaFile">False for YAML files that are something else, such as chart values; they are not checked.</param>
/// <param name="Environments">The environments that a service file was checked with; empty for other files.</param>
/// <param name="Diagnostics">The findings, sorted by position, without repetitions.</param>
public sealed record FileReport(string Path, bool IsOptaFile, IReadOnlyList<string> Environments, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>True when no finding is an error.</summary>
    public bool Success => Diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error);
}
