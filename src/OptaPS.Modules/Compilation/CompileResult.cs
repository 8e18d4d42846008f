using System.Diagnostics.CodeAnalysis;
using OptaPS.Diagnostics;
using OptaPS.Engine.Resources;

namespace OptaPS.Modules.Compilation;

/// <summary>What came of compiling a file.</summary>
/// <param name="Graph">The layer's graph, or null when there are errors.</param>
/// <param name="Diagnostics">All findings, warnings included.</param>
public sealed record CompileResult(ResourceGraph? Graph, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>True when there is a graph.</summary>
    [MemberNotNullWhen(true, nameof(Graph))]
    public bool Success => Graph is not null;

    /// <summary>Gives the graph or throws <see cref="OptaException"/> with all errors.</summary>
    public ResourceGraph EnsureSuccess() => Graph ?? throw new OptaException([.. Diagnostics.Where(finding => finding.Severity == Severity.Error)]);
}
