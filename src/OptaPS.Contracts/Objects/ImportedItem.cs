namespace OptaPS.Objects;

/// <summary>One existing resource of an import.</summary>
/// <param name="Address">The address that it gets.</param>
/// <param name="Type">Its type.</param>
/// <param name="Identifier">The system's identifier.</param>
/// <param name="Outcome">Found (dry run), Imported, or Known (it was recorded already).</param>
public sealed record ImportedItem(string Address, string Type, string Identifier, string Outcome)
{
    /// <summary>What the next apply does with it: None, Update or Replace.</summary>
    public string NextAction { get; init; } = "None";

    /// <summary>What that may hurt: None, Restart, Downtime, DataLoss.</summary>
    public string Risk { get; init; } = "None";

    /// <summary>Why, most important first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The properties that the next apply changes.</summary>
    public IReadOnlyList<PlanProperty> Properties { get; init; } = [];

    /// <summary>Returns outcome, address and identifier.</summary>
    public override string ToString() => $"{Outcome} {Address} = {Identifier}";
}
