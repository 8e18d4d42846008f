namespace OptaPS.Helm.Schema;

/// <summary>Keywords for objects.</summary>
internal static class ObjectKeywords
{
    public static void Check(SchemaEvaluator evaluator, GoMap schema, GoMap value, string location, EvaluatedItems seen, List<SchemaError> errors)
    {
        Counts(schema, value, location, errors);
        Properties(evaluator, schema, value, location, seen, errors);
        if (evaluator.Draft >= SchemaDraft.Draft6 && schema.TryGetValue("propertyNames", out var names))
        {
            foreach (var key in value.Keys)
            {
                if (evaluator.Evaluate(names, key, "", new EvaluatedItems()) is { Count: > 0 } causes)
                {
                    errors.Add(new SchemaError("", "invalid propertyName " + SchemaText.Quote(key), causes));
                }
            }
        }
        foreach (var keyword in (string[])["dependencies", "dependentRequired", "dependentSchemas"])
        {
            if (schema[keyword] is GoMap dependencies)
            {
                Dependencies(evaluator, dependencies, value, location, seen, errors);
            }
        }
    }

    private static void Counts(GoMap schema, GoMap value, string location, List<SchemaError> errors)
    {
        if (schema["minProperties"] is double minimum && value.Count < minimum)
        {
            errors.Add(new SchemaError(location, $"minProperties: got {value.Count}, want {SchemaText.Count(minimum)}", []));
        }
        if (schema["maxProperties"] is double maximum && value.Count > maximum)
        {
            errors.Add(new SchemaError(location, $"maxProperties: got {value.Count}, want {SchemaText.Count(maximum)}", []));
        }
        if (schema["required"] is GoList required)
        {
            Missing(required, value, location, errors, m => (m.Count == 1 ? "missing property " : "missing properties ") + SchemaText.Join(m));
        }
    }

    private static void Missing(GoList required, GoMap value, string location, List<SchemaError> errors, Func<List<string>, string> message)
    {
        var missing = required.Items.OfType<string>().Where(r => !value.ContainsKey(r)).ToList();
        if (missing.Count > 0)
        {
            errors.Add(new SchemaError(location, message(missing), []));
        }
    }

    private static void Properties(SchemaEvaluator evaluator, GoMap schema, GoMap value, string location, EvaluatedItems seen, List<SchemaError> errors)
    {
        var properties = schema["properties"] as GoMap;
        var patterns = schema["patternProperties"] as GoMap;
        var extra = new List<string>();
        foreach (var key in value.Keys)
        {
            var known = false;
            if (properties is not null && properties.TryGetValue(key, out var own))
            {
                known = true;
                evaluator.Add(errors, own, value[key], SchemaText.At(location, key), new EvaluatedItems());
            }
            foreach (var pattern in patterns?.Keys ?? [])
            {
                if (GoRegex.Compile(pattern).IsMatch(key))
                {
                    known = true;
                    evaluator.Add(errors, patterns![pattern], value[key], SchemaText.At(location, key), new EvaluatedItems());
                }
            }
            if (known)
            {
                seen.Properties.Add(key);
            }
            else
            {
                extra.Add(key);
            }
        }
        if (!schema.TryGetValue("additionalProperties", out var additional))
        {
            return;
        }
        if (additional is false)
        {
            if (extra.Count > 0)
            {
                errors.Add(new SchemaError(location, $"additional properties {SchemaText.Join(extra)} not allowed", []));
            }
        }
        else
        {
            extra.ForEach(key => evaluator.Add(errors, additional, value[key], SchemaText.At(location, key), new EvaluatedItems()));
        }
        seen.Properties.UnionWith(extra);
    }

    private static void Dependencies(SchemaEvaluator evaluator, GoMap dependencies, GoMap value, string location, EvaluatedItems seen, List<SchemaError> errors)
    {
        foreach (var key in dependencies.Keys)
        {
            if (!value.ContainsKey(key))
            {
                continue;
            }
            switch (dependencies[key])
            {
                case GoList required:
                    Missing(required, value, location, errors, m => $"properties {SchemaText.Join(m)} required, if {SchemaText.Quote(key)} exists");
                    break;
                case string required:
                    Missing(new GoList([required]), value, location, errors, m => $"properties {SchemaText.Join(m)} required, if {SchemaText.Quote(key)} exists");
                    break;
                case var schema:
                    evaluator.Add(errors, schema, value, location, seen);
                    break;
            }
        }
    }
}
