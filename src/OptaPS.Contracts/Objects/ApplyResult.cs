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

    /// <summary>Resources that targets or excludes left out: neither read nor touched.</summary>
    public int LeftOut { get; init; }

    /// <summary>Wall time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The plan that was carried out.</summary>
    public PlanView? Plan { get; init; }

    /// <summary>When the removal of an environment was only planned: the plans for the services in it, which go first.</summary>
    public IReadOnlyList<PlanView> ServicePlans { get; init; } = [];

    /// <summary>Addresses that are still open after a failure or stop.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>Addresses that stay because they are protected, or because something protected needs them.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>After a removal: what carries the layer's ownership mark and is still there. Protected resources are not among them.</summary>
    public IReadOnlyList<Leftover> Leftovers { get; init; } = [];

    /// <summary>Where the plan was saved, or null.</summary>
    public string? PlanFile { get; init; }

    /// <summary>Warnings.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];
}
