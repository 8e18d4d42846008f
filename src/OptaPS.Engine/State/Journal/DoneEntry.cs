namespace OptaPS.Engine.State.Journal;

/// <summary>The resource is as the record says.</summary>
internal sealed record DoneEntry(ResourceRecord Record) : JournalEntry;
