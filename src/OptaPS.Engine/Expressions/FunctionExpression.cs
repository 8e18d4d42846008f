using System.Text.Json.Nodes;

namespace OptaPS.Engine.Expressions;

/// <summary>A function of the closed set applied to arguments, each a value or an expression.</summary>
/// <param name="Function">Name of the function as it stands in JSON.</param>
/// <param name="Arguments">The arguments in order.</param>
public sealed record FunctionExpression(string Function, IReadOnlyList<JsonNode?> Arguments) : Expression
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        [Marker] = Function,
        ["args"] = new JsonArray([.. Arguments.Select(argument => argument?.DeepClone())]),
    };
}
