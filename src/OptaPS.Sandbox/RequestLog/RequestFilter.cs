namespace OptaPS.Sandbox.RequestLog;

/// <summary>Which entries of the request log are wanted; an absent part lets everything through.</summary>
internal sealed record RequestFilter
{
    /// <summary>Only entries after this position.</summary>
    public long Since { get; init; }

    public bool? Mutating { get; init; }

    public bool? Effect { get; init; }

    /// <summary>Service name; a trailing <c>*</c> matches a prefix.</summary>
    public string? Service { get; init; }

    public string? Operation { get; init; }

    public int Limit { get; init; } = int.MaxValue;

    /// <summary>Only the newest so many.</summary>
    public int Tail { get; init; } = int.MaxValue;

    public bool Matches(LogEntry entry) =>
        entry.Seq > Since
        && (Mutating is null || entry.Mutating == Mutating)
        && (Effect is null || entry.Effect == Effect)
        && (Service is null || Glob.Matches(Service, entry.Service))
        && (Operation is null || Glob.Matches(Operation, entry.Operation));
}
