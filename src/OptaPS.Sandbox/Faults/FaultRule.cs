using System.Text.Json.Serialization;

namespace OptaPS.Sandbox.Faults;

/// <summary>Which requests a fault hits and what it does to them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FaultRule
{
    public string Id { get; init; } = "";

    [JsonRequired]
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

    /// <summary>Real milliseconds of a latency or of a stale read, or how far the service's clock is ahead (negative: behind).</summary>
    public int DelayMilliseconds { get; init; } = 1000;

    /// <summary>HTTP status of an error.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Handler error code of a failed operation.</summary>
    public string Code { get; init; } = "GeneralServiceException";

    public string Message { get; init; } = "Injected by a sandbox fault rule";

    /// <summary>How many requests the rule hit until now.</summary>
    public int Hits { get; init; }

    /// <exception cref="ArgumentException">A member is outside of what it may be.</exception>
    public FaultRule Checked()
    {
        Require(Probability is >= 0 and <= 1, $"probability is {Probability}, but must be from 0 to 1");
        Require(Skip >= 0, $"skip is {Skip}, but must not be negative");
        Require(Count >= 0, $"count is {Count}, but must not be negative; 0 is without end");
        Require(Kind == FaultKind.ClockSkew || DelayMilliseconds >= 0, $"delayMilliseconds is {DelayMilliseconds}, but must not be negative for {Kind}");
        Require(Kind != FaultKind.Error || Status is >= 500 and <= 599, $"status is {Status}, but must be from 500 to 599");
        Require(Id.Length <= 60 && Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'), "id may have letters, digits, dashes and underscores, at most 60");
        return this;
    }

    private static void Require(bool holds, string why)
    {
        if (!holds)
        {
            throw new ArgumentException($"A fault rule's {why}.", nameof(holds));
        }
    }
}
