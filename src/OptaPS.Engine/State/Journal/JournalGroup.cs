namespace OptaPS.Engine.State.Journal;

/// <summary>Entries that become durable together.</summary>
/// <param name="Serial">Number of the group in the life of the layer, from 1 without gaps.</param>
/// <param name="Fence">Fencing number of the writer.</param>
/// <param name="At">When it was written.</param>
/// <param name="Entries">The entries in order.</param>
internal sealed record JournalGroup(long Serial, long Fence, DateTimeOffset At, IReadOnlyList<JournalEntry> Entries);
