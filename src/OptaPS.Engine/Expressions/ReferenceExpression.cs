using System.Text.Json.Nodes;

namespace OptaPS.Engine.Expressions;

/// <summary>A value of another node of the same layer. See <see cref="Expression.Reference"/>.</summary>
/// <param name="Address">The other node's address.</param>
/// <param name="Path">The path into its outputs.</param>
public sealed record ReferenceExpression(string Address, string Path) : Expression
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { [Marker] = "ref", ["address"] = Address, ["path"] = Path };
}
