namespace OptaPS.Diagnostics;

/// <summary>One finding that a person can act on. Text that comes from a user's secrets must be redacted before it gets here.</summary>
/// <param name="Code">Stable identifier, <c>OPTA</c> and four digits. Each code has a heading in the page of its thousand, such as docs/errors/1xxx.md.</param>
/// <param name="Severity">How grave the finding is.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message)
{
    /// <summary>Where in a file the finding is, when it is about a file.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The source line and a caret line below it, when the finding is about a file.</summary>
    public string? Excerpt { get; init; }

    /// <summary>What would be allowed at that place, in words.</summary>
    public string? Allowed { get; init; }

    /// <summary>The nearest valid name, when a name is unknown.</summary>
    public string? Nearest { get; init; }

    /// <summary>Address of the resource concerned, such as <c>base/vpc</c> or <c>Deployment hello/app</c>.</summary>
    public string? Resource { get; init; }

    /// <summary>The remote side's own words, redacted.</summary>
    public string? Cause { get; init; }

    /// <summary>The remote side's request identifier, for a support case.</summary>
    public string? RequestId { get; init; }

    /// <summary>Events, conditions and log lines that show why, most telling first.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>What the user should do next.</summary>
    public string? Remedy { get; init; }

    /// <summary>The category that a PowerShell ErrorRecord shows.</summary>
    public DiagnosticCategory Category { get; init; } = DiagnosticCategory.InvalidOperation;

    /// <summary>Link to the heading that explains <see cref="Code"/>, relative to the root of the repository; the page is named by the code's first digit.</summary>
    public string HelpLink => $"docs/errors/{Code[4]}xxx.md#{Code.ToLowerInvariant()}";

    /// <summary>Returns code, place and message on one line.</summary>
    public override string ToString() => Location is null ? $"{Code}: {Message}" : $"{Location}: {Code}: {Message}";
}
