namespace OptaPS.Engine.Providers;

/// <summary>What differs from type to type, as data. Paths are JSON pointers into the document; <c>*</c> stands for every element.</summary>
public sealed record ResourceTraits
{
    /// <summary>A change at one of these paths means replacement.</summary>
    public IReadOnlyList<string> CreateOnly { get; init; } = [];

    /// <summary>Never returned by a read, so never compared with live; compared with the record instead.</summary>
    public IReadOnlyList<string> WriteOnly { get; init; } = [];

    /// <summary>Hold secrets: encrypted in state, masked everywhere else.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>Output paths that hold secrets.</summary>
    public IReadOnlyList<string> SensitiveOutputs { get; init; } = [];

    /// <summary>Arrays whose order has no meaning.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>True when names are generated, so a replacement may be created before the old one is deleted.</summary>
    public bool CreateBeforeDelete { get; init; }

    /// <summary>True when the resource keeps data that cannot be made again.</summary>
    public bool HoldsData { get; init; }

    /// <summary>How long a create usually takes; orders the critical path and sizes the deadline.</summary>
    public TimeSpan UsualCreate { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a delete usually takes.</summary>
    public TimeSpan UsualDelete { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest an operation may take before it is reported as timed out.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an idempotency token makes a repeated create harmless; zero when the system has no tokens.</summary>
    public TimeSpan TokenLife { get; init; }

    /// <summary>Calls with the same key share one adaptive rate limit, for example <c>aws:111122223333:us-east-1:ec2</c>.</summary>
    public string LimiterKey { get; init; } = "";

    /// <summary>Most operations under way at once for <see cref="LimiterKey"/>.</summary>
    public int MaxConcurrency { get; init; } = 10;
}
