namespace OptaPS.Objects;

/// <summary>One field of a live resource that is not as it was last applied. Secrets are masked.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null.</param>
/// <param name="Address">The resource's address.</param>
/// <param name="Type">Its type.</param>
/// <param name="Kind">Changed (the field has another value), Missing (the whole resource is gone) or Unfinished (a run that was stopped left it open).</param>
/// <param name="Path">JSON pointer of the field; empty for a whole resource.</param>
public sealed record DriftedField(string EnvironmentName, string? ServiceName, string Address, string Type, string Kind, string Path)
{
    /// <summary>The object inside a composite (a Helm release), or null.</summary>
    public string? Object { get; init; }

    /// <summary>The applied value as JSON, or null when there was none.</summary>
    public string? Expected { get; init; }

    /// <summary>The live value as JSON, or null when there is none.</summary>
    public string? Actual { get; init; }

    /// <summary>Who set the live value, where the system says so: the field manager of a Kubernetes object, such as <c>kubectl-edit</c>. Else null.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>What a repair would do with the resource: Update, Create or Replace.</summary>
    public string Repair { get; init; } = "";

    /// <summary>What the repair may hurt: None, Restart, Downtime, DataLoss.</summary>
    public string Risk { get; init; } = "None";

    /// <summary>Returns address, path and both values.</summary>
    public override string ToString() => Kind == "Missing" ? $"{Address} is gone" : $"{Address}{(Object is null ? "" : " " + Object)} {Path}: {Actual ?? "(absent)"} instead of {Expected ?? "(absent)"}{(ChangedBy is null ? "" : $" (set by {ChangedBy})")}";
}
