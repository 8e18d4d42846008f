namespace OptaPS.Sandbox.Faults;

/// <summary>Which requests a fault hits and what it does to them.</summary>
internal sealed record FaultRule
{
    public string Id { get; init; } = "";

    public FaultKind Kind { get; init; }

    /// <summary>Pattern of the service name as the request log shows it.</summary>
    public string Service { get; init; } = "*";

    public string Operation { get; init; } = "*";

    /// <summary>Pattern of the resource type or of the identifier.</summary>
    public string Resource { get; init; } = "*";

    /// <summary>Only requests that can change state.</summary>
    public bool MutatingOnly { get; init; }

    /// <summary>How many matching requests pass before the first fault.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests are hit; 0 means without end.</summary>
    public int Count { get; init; }

    /// <summary>Chance that a matching request is hit, drawn from a generator with <see cref="Seed"/>.</summary>
    public double Probability { get; init; } = 1;

    public int Seed { get; init; } = 1;

    /// <summary>Real milliseconds of a latency or of a stale read.</summary>
    public int DelayMilliseconds { get; init; } = 1000;

    /// <summary>HTTP status of an error.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Handler error code of a failed operation.</summary>
    public string Code { get; init; } = "GeneralServiceException";

    public string Message { get; init; } = "Injected by a sandbox fault rule";

    /// <summary>How many requests the rule hit until now.</summary>
    public int Hits { get; init; }
}
