using System.Diagnostics.CodeAnalysis;
using OptaPS.Configuration.Layers;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration;

/// <summary>What came of loading a file.</summary>
/// <param name="Document">The file, or null when there are errors.</param>
/// <param name="Parent">For a service: the chosen environment. Null for environments and when there are errors.</param>
/// <param name="Diagnostics">All findings, sorted by file and position; warnings included.</param>
public sealed record LoadResult(LayerFile? Document, EnvironmentFile? Parent, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>True when no finding is an error.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    public bool Success => Document is not null;

    /// <summary>The errors only.</summary>
    public IEnumerable<Diagnostic> Errors => Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>The file as an environment, its own or the parent of a service.</summary>
    public EnvironmentFile? Environment => Document as EnvironmentFile ?? Parent;

    /// <summary>Gives the document or throws <see cref="OptaException"/> with all errors.</summary>
    public LayerFile EnsureSuccess() => Document ?? throw new OptaException([.. Errors]);
}
