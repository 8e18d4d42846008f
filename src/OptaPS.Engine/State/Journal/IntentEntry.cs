namespace OptaPS.Engine.State.Journal;

/// <summary>An operation is about to be sent; the record says which, with its token.</summary>
internal sealed record IntentEntry(ResourceRecord Record) : JournalEntry;
