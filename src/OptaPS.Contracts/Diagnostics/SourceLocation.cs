namespace OptaPS.Diagnostics;

/// <summary>A place in a text file.</summary>
/// <param name="File">The path as the user would write it (relative to the folder of the command where possible).</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in UTF-16 code units, counted from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <summary>Returns <c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
