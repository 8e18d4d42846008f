using OptaPS.Engine.Overlay;

namespace OptaPS.Engine.State.Journal;

/// <summary>An overlay entry was written.</summary>
internal sealed record OverlaySetEntry(OverlayEntry Entry) : JournalEntry;
