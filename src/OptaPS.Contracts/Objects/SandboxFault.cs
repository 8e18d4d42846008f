namespace OptaPS.Objects;

/// <summary>A fault rule of a sandbox: which requests it hits and what it does to them. Rules survive a restart of the sandbox, with their counts.</summary>
/// <param name="Sandbox">Name of the sandbox.</param>
/// <param name="Kind">What it does.</param>
public sealed record SandboxFault(string Sandbox, SandboxFaultKind Kind)
{
    /// <summary>Name of the rule; made by the sandbox when empty. A rule of the same name is replaced.</summary>
    public string Id { get; init; } = "";

    /// <summary>Pattern of the service, an AWS signing name or <c>kubernetes:&lt;cluster&gt;</c>; <c>*</c> is any text.</summary>
    public string Service { get; init; } = "*";

    /// <summary>Pattern of the operation, for example <c>CreateResource</c>, or of a Kubernetes verb.</summary>
    public string Operation { get; init; } = "*";

    /// <summary>Pattern of the resource type or identifier.</summary>
    public string Resource { get; init; } = "*";

    /// <summary>Only requests that can change state.</summary>
    public bool MutatingOnly { get; init; }

    /// <summary>How many matching requests pass before the first fault.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests are hit; 0 is without end.</summary>
    public int Count { get; init; }

    /// <summary>Chance from 0 to 1 that a matching request is hit.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Seed of the draws: the same seed hits the same requests.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Length of a latency, of a stale read, or of a clock skew, in real milliseconds.</summary>
    public int DelayMilliseconds { get; init; } = 1000;

    /// <summary>HTTP status of an error, 500 to 599.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Error code of a failed operation.</summary>
    public string Code { get; init; } = "GeneralServiceException";

    /// <summary>Error text.</summary>
    public string Message { get; init; } = "Injected by a sandbox fault rule";

    /// <summary>How many requests it hit until now.</summary>
    public int Hits { get; init; }
}
