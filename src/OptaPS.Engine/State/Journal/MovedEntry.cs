namespace OptaPS.Engine.State.Journal;

/// <summary>The record has a new address. Other records that depend on the old one depend on the new one.</summary>
internal sealed record MovedEntry(string From, string To) : JournalEntry;
