namespace OptaPS.Engine.State.Journal;

/// <summary>The resource is gone.</summary>
internal sealed record ForgottenEntry(string Address) : JournalEntry;
