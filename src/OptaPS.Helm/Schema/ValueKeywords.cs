namespace OptaPS.Helm.Schema;

/// <summary>Keywords for values of any kind: type, enum, const.</summary>
internal static class ValueKeywords
{
    public static void Check(SchemaEvaluator evaluator, GoMap schema, object? value, string location, List<SchemaError> errors)
    {
        if (schema["type"] is { } type)
        {
            var wanted = type is GoList list ? list.Items.ConvertAll(t => t as string ?? "") : [type as string ?? ""];
            if (!wanted.Exists(t => Is(value, t, evaluator.Draft)))
            {
                errors.Add(new SchemaError(location, $"got {SchemaText.Kind(value)}, want {string.Join(" or ", wanted)}", []));
            }
        }
        if (schema["enum"] is GoList allowed && !allowed.Items.Exists(a => DeepEquality.Equal(a, value)))
        {
            var shown = allowed.Items.ConvertAll(SchemaText.Simple);
            var message = shown.Contains(null) ? "enum failed" : shown.Count == 1 ? "value must be " + shown[0] : "value must be one of " + string.Join(", ", shown);
            errors.Add(new SchemaError(location, message, []));
        }
        if (evaluator.Draft >= SchemaDraft.Draft6 && schema.TryGetValue("const", out var constant) && !DeepEquality.Equal(constant, value))
        {
            errors.Add(new SchemaError(location, SchemaText.Simple(constant) is { } text ? "value must be " + text : "const failed", []));
        }
    }

    private static bool Is(object? value, string type, SchemaDraft draft) => type switch
    {
        "integer" => value is double d && d == Math.Floor(d) && !double.IsInfinity(d),
        _ => SchemaText.Kind(value) == type,
    };
}
