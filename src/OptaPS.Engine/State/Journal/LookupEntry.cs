namespace OptaPS.Engine.State.Journal;

/// <summary>An answer that is kept.</summary>
internal sealed record LookupEntry(LookupRecord Lookup) : JournalEntry;
