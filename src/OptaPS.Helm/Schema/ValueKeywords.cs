namespace OptaPS.Helm.Schema;

/// <summary>Keywords for values of any kind: type, const, enum. The first that fails is the only finding of its schema.</summary>
internal static class ValueKeywords
{
    /// <summary>The finding, or null when all hold.</summary>
    public static SchemaError? Check(SchemaEvaluator evaluator, GoMap schema, object? value, string location)
    {
        if (schema["type"] is { } type)
        {
            var wanted = type is GoList list ? list.Items.ConvertAll(t => t as string ?? "") : [type as string ?? ""];
            if (!wanted.Exists(t => Is(value, t)))
            {
                return new SchemaError(location, $"got {SchemaText.Kind(value)}, want {string.Join(" or ", wanted)}", []);
            }
        }
        if (evaluator.Draft >= SchemaDraft.Draft6 && schema.TryGetValue("const", out var constant) && !DeepEquality.Equal(constant, value))
        {
            return new SchemaError(location, SchemaText.Simple(constant) is { } text ? "value must be " + text : "const failed", []);
        }
        if (schema["enum"] is GoList allowed && !allowed.Items.Exists(a => DeepEquality.Equal(a, value)))
        {
            var shown = allowed.Items.ConvertAll(SchemaText.Simple);
            return new SchemaError(location, shown.Contains(null) ? "enum failed" : shown.Count == 1 ? "value must be " + shown[0] : "value must be one of " + string.Join(", ", shown), []);
        }
        return null;
    }

    private static bool Is(object? value, string type) => type switch
    {
        "integer" => value is double d && d == Math.Floor(d) && !double.IsInfinity(d),
        _ => SchemaText.Kind(value) == type,
    };
}
