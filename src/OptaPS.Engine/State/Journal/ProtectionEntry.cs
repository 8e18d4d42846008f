namespace OptaPS.Engine.State.Journal;

/// <summary>A user protects a resource, or lifts the protection.</summary>
internal sealed record ProtectionEntry(string Address, bool Protected) : JournalEntry;
