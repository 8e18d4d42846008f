namespace OptaPS.Objects;

/// <summary>What a plan does with one resource.</summary>
/// <param name="Address">The resource's address, for example <c>base/vpc</c>.</param>
/// <param name="Type">Its type, for example <c>aws:AWS::EC2::VPC</c>.</param>
/// <param name="Action">None, Create, Update, Replace, Delete, Adopt or Forget.</param>
public sealed record PlanItem(string Address, string Type, string Action)
{
    /// <summary>What the action may hurt: None, Restart, Downtime, DataLoss.</summary>
    public string Risk { get; init; } = "None";

    /// <summary>Why, most important first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The properties that differ.</summary>
    public IReadOnlyList<PlanProperty> Properties { get; init; } = [];

    /// <summary>Objects inside a composite (a Helm release) that change.</summary>
    public IReadOnlyList<PlanItem> Children { get; init; } = [];

    /// <summary>How long the action takes: as measured in earlier runs of this layer, else as is usual for the type.</summary>
    public TimeSpan EstimatedDuration { get; init; }

    /// <summary>Why the resource stays although it would be replaced or deleted (it is protected), or why the plan is refused; null for neither.</summary>
    public string? Refusal { get; init; }

    /// <summary>False when some values are known only at apply.</summary>
    public bool Exact { get; init; } = true;

    /// <summary>Returns action and address.</summary>
    public override string ToString() => $"{Action} {Address}";
}
