using System.Text.Json.Nodes;

namespace OptaPS.Engine.Expressions;

/// <summary>Recognises expressions in documents.</summary>
public static class ExpressionReader
{
    /// <summary>True when <paramref name="node"/> is an expression object.</summary>
    public static bool IsExpression(JsonNode? node) => node is JsonObject o && o.ContainsKey(Expression.Marker);

    /// <summary>Reads the expression at <paramref name="node"/>, or null when it is an ordinary value.</summary>
    /// <exception cref="FormatException">The marker is there but the object is malformed.</exception>
    public static Expression? Read(JsonNode? node)
    {
        if (node is not JsonObject o || !o.TryGetPropertyValue(Expression.Marker, out var kindNode))
            return null;

        var kind = kindNode?.GetValue<string>() ?? throw Malformed(o);
        if (kind == "ref")
            return new ReferenceExpression(o["address"]?.GetValue<string>() ?? throw Malformed(o), o["path"]?.GetValue<string>() ?? "");

        return o["args"] is JsonArray args ? new FunctionExpression(kind, [.. args]) : throw Malformed(o);
    }

    /// <summary>All references in a document, in document order, duplicates included.</summary>
    public static IEnumerable<ReferenceExpression> References(JsonNode? node)
    {
        if (Read(node) is { } expression)
        {
            if (expression is ReferenceExpression reference)
                yield return reference;
            else if (expression is FunctionExpression function)
                foreach (var inner in function.Arguments.SelectMany(References))
                    yield return inner;
            yield break;
        }

        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray elements => elements,
            _ => [],
        };
        foreach (var inner in children.SelectMany(References))
            yield return inner;
    }

    private static FormatException Malformed(JsonObject o) => new($"Malformed expression: {o.ToJsonString()}");
}
