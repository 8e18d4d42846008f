namespace OptaPS.Engine.State.Journal;

/// <summary>The open operation has failed. Nothing is known to exist when there is no identifier and the operation was a create.</summary>
internal sealed record FailedEntry(string Address, string? Identifier, bool Tainted, string Code, string Message) : JournalEntry;
