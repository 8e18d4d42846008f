namespace OptaPS.Engine.State.Journal;

/// <summary>The resource is gone.</summary>
internal sealed record ForgottenEntry(string Address) : JournalEntry
{
    /// <summary>How long its delete took, when this run saw all of it.</summary>
    public TimeSpan? Took { get; init; }
}
