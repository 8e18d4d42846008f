namespace OptaPS.Objects;

/// <summary>What differs between a layer's live resources and what was last applied.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null for the environment itself.</param>
/// <param name="Target">Where: <c>cloud</c> or <c>sandbox:name</c>.</param>
/// <param name="Checked">How many resources were compared.</param>
/// <param name="Fields">The fields that differ.</param>
public sealed record DriftReport(string EnvironmentName, string? ServiceName, string Target, int Checked, IReadOnlyList<DriftedField> Fields)
{
    /// <summary>True when anything differs.</summary>
    public bool HasDrift => Fields.Count > 0;

    /// <summary>How many fields differ and were left out on purpose.</summary>
    public int Ignored { get; init; }

    /// <summary>What a repair did, or null when none was asked for or nothing differed.</summary>
    public ApplyResult? Repair { get; init; }

    /// <summary>One line, for example <c>staging: 2 fields of 1 resource differ, 41 resources compared</c>.</summary>
    public override string ToString()
    {
        var layer = ServiceName is null ? EnvironmentName : $"{EnvironmentName}/{ServiceName}";
        var resources = Fields.Select(field => field.Address).Distinct(StringComparer.Ordinal).Count();
        return HasDrift
            ? $"{layer}: {Fields.Count} {(Fields.Count == 1 ? "field" : "fields")} of {resources} {(resources == 1 ? "resource" : "resources")} differ, {Checked} resources compared{LeftOut}"
            : $"{layer}: no drift, {Checked} resources compared{LeftOut}";
    }

    private string LeftOut => Ignored == 0 ? "" : $", {Ignored} {(Ignored == 1 ? "field" : "fields")} left out";
}
