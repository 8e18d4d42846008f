namespace OptaPS.Diagnostics;

/// <summary>Carries one or more diagnostics to the front. The only exception type that crosses from the engine to a front on purpose.</summary>
public sealed class OptaException : Exception
{
    /// <summary>Makes an exception of one finding.</summary>
    public OptaException(Diagnostic diagnostic, Exception? innerException = null)
        : this([diagnostic], innerException)
    {
    }

    /// <summary>Makes an exception of several findings, in the order in which they should be shown.</summary>
    public OptaException(IReadOnlyList<Diagnostic> diagnostics, Exception? innerException = null)
        : base(Describe(diagnostics), innerException) => Diagnostics = diagnostics;

    /// <summary>The findings; never empty.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    private static string Describe(IReadOnlyList<Diagnostic> diagnostics) => diagnostics.Count switch
    {
        0 => throw new ArgumentException("At least one diagnostic is needed.", nameof(diagnostics)),
        1 => diagnostics[0].ToString(),
        _ => string.Join(Environment.NewLine, diagnostics),
    };
}
