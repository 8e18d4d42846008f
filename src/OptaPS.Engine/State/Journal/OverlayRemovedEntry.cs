namespace OptaPS.Engine.State.Journal;

/// <summary>An overlay entry was removed.</summary>
internal sealed record OverlayRemovedEntry(string Key) : JournalEntry;
