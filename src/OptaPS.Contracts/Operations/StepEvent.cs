namespace OptaPS.Operations;

/// <summary>One change of state of one step of a running operation.</summary>
/// <param name="Phase">What happened.</param>
/// <param name="Address">Address of the resource or name of the step.</param>
/// <param name="Action">What is being done: <c>create</c>, <c>update</c>, <c>replace</c>, <c>delete</c>, <c>read</c>, <c>plan</c>.</param>
public sealed record StepEvent(StepPhase Phase, string Address, string Action)
{
    /// <summary>The type of the resource, or empty.</summary>
    public string Type { get; init; } = "";

    /// <summary>What is going on, in words; redacted.</summary>
    public string? Message { get; init; }

    /// <summary>Time since the step began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Steps of this operation that are finished.</summary>
    public int Completed { get; init; }

    /// <summary>Steps of this operation in all; 0 while unknown.</summary>
    public int Total { get; init; }

    /// <summary>Estimated time left for the whole operation, when durations are known.</summary>
    public TimeSpan? Remaining { get; init; }
}
