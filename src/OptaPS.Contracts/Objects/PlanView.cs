using OptaPS.Diagnostics;

namespace OptaPS.Objects;

/// <summary>A plan as people and scripts see it. Secrets are masked.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null when the plan is about the environment itself.</param>
/// <param name="Target">Where it would be carried out: <c>cloud</c> or <c>sandbox:name</c>.</param>
/// <param name="Items">One entry per resource, those that change first, dangerous ones at the top.</param>
public sealed record PlanView(string EnvironmentName, string? ServiceName, string Target, IReadOnlyList<PlanItem> Items)
{
    /// <summary>Resources to make.</summary>
    public int Create => Count("Create");

    /// <summary>Resources to change in place.</summary>
    public int Update => Count("Update");

    /// <summary>Resources to replace.</summary>
    public int Replace => Count("Replace");

    /// <summary>Resources to delete.</summary>
    public int Delete => Count("Delete");

    /// <summary>Resources that stay as they are.</summary>
    public int Unchanged => Count("None");

    /// <summary>Resources that targets or excludes leave out; they are not among the items.</summary>
    public int LeftOut { get; init; }

    /// <summary>True when an apply would change something.</summary>
    public bool HasChanges => Items.Any(item => item.Action is not "None");

    /// <summary>Endpoints in use that are not the clouds' own, for the header.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Warnings found while planning.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>What policy rules and scripts found; an error stops the plan from being carried out.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; init; } = [];

    /// <summary>At most 20 lines that say what matters: what is refused and dangerous first.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>How long carrying it out takes: the longest chain of actions, by measured durations where there are any.</summary>
    public TimeSpan EstimatedDuration { get; init; }

    /// <summary>One line, for example <c>40 to create, 0 to update, 0 to replace, 0 to delete</c>.</summary>
    public string Summary => (HasChanges
        ? $"{Create} to create, {Update} to update, {Replace} to replace, {Delete} to delete{Optional("Adopt", "to take over")}{Optional("Forget", "to forget")}, {Unchanged} unchanged"
        : $"no changes, {Unchanged} unchanged") + (LeftOut > 0 ? $", {LeftOut} left out" : "");

    /// <summary>Returns <see cref="Summary"/>.</summary>
    public override string ToString() => Summary;

    private string Optional(string action, string words) => Count(action) is > 0 and var number ? $", {number} {words}" : "";

    private int Count(string action) => Items.Count(item => item.Action == action);
}
