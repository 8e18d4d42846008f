namespace OptaPS.Objects;

/// <summary>An operation whose start is recorded and whose end is not: the next run settles it before anything else.</summary>
/// <param name="Address">The resource.</param>
/// <param name="Type">Its type, for example <c>aws:AWS::EC2::VPC</c>.</param>
/// <param name="Action">Create, Update or Delete.</param>
/// <param name="Since">When the intent was recorded.</param>
public sealed record OpenIntent(string Address, string Type, string Action, DateTimeOffset Since)
{
    /// <summary>The system's identifier of the resource, where it is known already; else empty.</summary>
    public string Identifier { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Action} {Address}";
}
