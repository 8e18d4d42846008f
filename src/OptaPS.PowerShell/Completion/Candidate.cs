namespace OptaPS.PowerShell.Completion;

/// <summary>A value that a completer offers.</summary>
internal sealed record Candidate(string Text, string ToolTip);
