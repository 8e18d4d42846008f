namespace OptaPS.Engine.Planning;

/// <summary>A plan at a glance.</summary>
/// <param name="Create">Resources to be made.</param>
/// <param name="Update">Resources to be changed in place.</param>
/// <param name="Replace">Resources to be deleted and made again.</param>
/// <param name="Delete">Resources to be removed.</param>
/// <param name="Adopt">Existing resources to be recorded.</param>
/// <param name="Forget">Records of resources that are gone.</param>
/// <param name="Unchanged">Resources that stay as they are.</param>
public sealed record PlanSummary(int Create, int Update, int Replace, int Delete, int Adopt, int Forget, int Unchanged)
{
    /// <summary>Resources that targets or excludes leave out.</summary>
    public int LeftOut { get; init; }

    /// <summary>At most 20 lines, the dangerous ones first.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Estimated time of the whole run: the longest chain of actions.</summary>
    public TimeSpan EstimatedDuration { get; init; }

    /// <summary>Counts in one sentence.</summary>
    public override string ToString() =>
        $"{Create} to create, {Update} to update, {Replace} to replace, {Delete} to delete, {Adopt} to adopt, {Forget} to forget, {Unchanged} unchanged";
}
