namespace OptaPS.Engine.State.Journal;

/// <summary>The open operation was accepted and is polled with the handle; an identifier may have become known.</summary>
internal sealed record HandleEntry(string Address, string? Handle, string? Identifier) : JournalEntry;
