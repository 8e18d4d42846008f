using OptaPS.Engine.Resources;

namespace OptaPS.Engine.State.Journal;

/// <summary>The ownership mark of the layer.</summary>
internal sealed record OwnerEntry(Ownership Owner) : JournalEntry;
