namespace OptaPS.Helm.Schema;

/// <summary>Keywords for lists.</summary>
internal static class ArrayKeywords
{
    public static void Check(SchemaEvaluator evaluator, GoMap schema, GoList value, string location, EvaluatedItems seen, List<SchemaError> errors)
    {
        if (schema["minItems"] is double minimum && value.Count < minimum)
        {
            errors.Add(new SchemaError(location, $"minItems: got {value.Count}, want {SchemaText.Count(minimum)}", []));
        }
        if (schema["maxItems"] is double maximum && value.Count > maximum)
        {
            errors.Add(new SchemaError(location, $"maxItems: got {value.Count}, want {SchemaText.Count(maximum)}", []));
        }
        if (schema["uniqueItems"] is true)
        {
            Unique(value, location, errors);
        }
        Items(evaluator, schema, value, location, seen, errors);
        if (evaluator.Draft >= SchemaDraft.Draft6 && schema.TryGetValue("contains", out var contains))
        {
            Contains(evaluator, schema, contains, value, location, seen, errors);
        }
    }

    private static void Unique(GoList value, string location, List<SchemaError> errors)
    {
        for (var i = 1; i < value.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (DeepEquality.Equal(value[i], value[j]))
                {
                    errors.Add(new SchemaError(location, $"items at {j} and {i} are equal", []));
                    return;
                }
            }
        }
    }

    private static void Items(SchemaEvaluator evaluator, GoMap schema, GoList value, string location, EvaluatedItems seen, List<SchemaError> errors)
    {
        var modern = evaluator.Draft >= SchemaDraft.Draft2020;
        var tuple = (modern ? schema["prefixItems"] : schema["items"]) as GoList;
        var first = Math.Min(tuple?.Count ?? 0, value.Count);
        for (var i = 0; i < first; i++)
        {
            seen.Items.Add(i);
            evaluator.Add(errors, tuple![i], value[i], SchemaText.At(location, i), new EvaluatedItems());
        }
        var keyword = modern || tuple is null ? "items" : "additionalItems";
        if (!schema.TryGetValue(keyword, out var rest))
        {
            return;
        }
        if (keyword == "additionalItems" && rest is false)
        {
            if (value.Count > tuple!.Count)
            {
                errors.Add(new SchemaError(location, $"last {value.Count - tuple.Count} additionalItem(s) not allowed", []));
            }
            return;
        }
        for (var i = first; i < value.Count; i++)
        {
            seen.Items.Add(i);
            evaluator.Add(errors, rest, value[i], SchemaText.At(location, i), new EvaluatedItems());
        }
    }

    private static void Contains(SchemaEvaluator evaluator, GoMap schema, object? contains, GoList value, string location, EvaluatedItems seen, List<SchemaError> errors)
    {
        var failed = new List<SchemaError>();
        var matched = new List<int>();
        for (var i = 0; i < value.Count; i++)
        {
            if (evaluator.Single(contains, value[i], SchemaText.At(location, i), new EvaluatedItems()) is { } error)
            {
                failed.Add(error);
            }
            else
            {
                matched.Add(i);
            }
        }
        if (evaluator.Draft >= SchemaDraft.Draft2020)
        {
            seen.Items.UnionWith(matched);
        }
        var modern = evaluator.Draft >= SchemaDraft.Draft2019;
        if (modern && schema["minContains"] is double minimum)
        {
            if (matched.Count < minimum)
            {
                var tail = matched.Count == 0 ? "but none matched" : $"but matched {matched.Count} items at {string.Join(", ", matched)}";
                errors.Add(new SchemaError(location, $"min {SchemaText.Count(minimum)} items required to match contains schema, {tail}", failed));
            }
        }
        else if (matched.Count == 0)
        {
            errors.Add(new SchemaError(location, "no items match contains schema", failed));
        }
        if (modern && schema["maxContains"] is double maximum && matched.Count > maximum)
        {
            errors.Add(new SchemaError(location, $"max {SchemaText.Count(maximum)} items required to match contains schema, but matched {matched.Count} items at {string.Join(", ", matched)}", []));
        }
    }
}
