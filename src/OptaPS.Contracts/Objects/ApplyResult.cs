using OptaPS.Diagnostics;

namespace OptaPS.Objects;

/// <summary>What an apply, deploy or removal did.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null.</param>
/// <param name="Status">Succeeded, Unchanged, Planned (nothing was done on purpose), Failed or Stopped.</param>
/// <param name="Target">Where: <c>cloud</c> or <c>sandbox:name</c>.</param>
public sealed record ApplyResult(string EnvironmentName, string? ServiceName, string Status, string Target)
{
    /// <summary>Resources made.</summary>
    public int Created { get; init; }

    /// <summary>Resources changed in place.</summary>
    public int Updated { get; init; }

    /// <summary>Resources replaced.</summary>
    public int Replaced { get; init; }

    /// <summary>Resources deleted.</summary>
    public int Deleted { get; init; }

    /// <summary>Resources that were as they should be.</summary>
    public int Unchanged { get; init; }

    /// <summary>Wall time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The plan that was carried out.</summary>
    public PlanView? Plan { get; init; }

    /// <summary>Addresses that are still open after a failure or stop.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>Warnings.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];
}
