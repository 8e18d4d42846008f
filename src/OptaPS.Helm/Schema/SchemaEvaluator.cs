namespace OptaPS.Helm.Schema;

/// <summary>Evaluates schemas: references and combinations here, the rest in the classes for each kind of value.</summary>
internal sealed class SchemaEvaluator(object? root, SchemaDraft draft, Func<Uri, object?> read)
{
    private readonly SchemaReferences references = new(root, draft, read);
    private int depth;

    public SchemaDraft Draft => draft;

    public List<SchemaError> Evaluate(object? schema, object? value, string location, EvaluatedItems evaluated)
    {
        if (schema is bool allowed)
        {
            return allowed ? [] : [new SchemaError(location, "false schema", [])];
        }
        if (schema is not GoMap map)
        {
            throw new FunctionException("a schema must be an object or a boolean");
        }
        if (++depth > 500)
        {
            throw new FunctionException("the schema refers to itself without end");
        }
        var errors = Own(map, value, location, evaluated);
        depth--;
        return errors;
    }

    /// <summary>What the subschema saw counts only when it holds.</summary>
    private List<SchemaError> Own(GoMap map, object? value, string location, EvaluatedItems evaluated)
    {
        var errors = new List<SchemaError>();
        var own = new EvaluatedItems();
        var alone = draft < SchemaDraft.Draft2019 && map["$ref"] is string;
        if (!alone && ValueKeywords.Check(this, map, value, location) is { } first)
        {
            return [first];
        }
        References(map, value, location, own, errors);
        if (!alone)
        {
            switch (value)
            {
                case GoMap o:
                    ObjectKeywords.Check(this, map, o, location, own, errors);
                    break;
                case GoList a:
                    ArrayKeywords.Check(this, map, a, location, own, errors);
                    break;
                case string s:
                    StringKeywords.Check(this, map, s, location, errors);
                    break;
                case double d:
                    NumberKeywords.Check(this, map, d, location, errors);
                    break;
            }
            Combinations(map, value, location, own, errors);
            Unevaluated(map, value, location, own, errors);
        }
        if (errors.Count == 0)
        {
            evaluated.Add(own);
        }
        return errors;
    }

    /// <summary>Evaluates and gives one finding, a group when there are several.</summary>
    public SchemaError? Single(object? schema, object? value, string location, EvaluatedItems evaluated)
    {
        var errors = Evaluate(schema, value, location, evaluated);
        return errors.Count switch
        {
            0 => null,
            1 => errors[0],
            _ => new SchemaError(location, "validation failed", errors) { IsGroup = true },
        };
    }

    public void Add(List<SchemaError> errors, object? schema, object? value, string location, EvaluatedItems evaluated)
    {
        if (Single(schema, value, location, evaluated) is { } error)
        {
            errors.Add(error);
        }
    }

    private void References(GoMap map, object? value, string location, EvaluatedItems own, List<SchemaError> errors)
    {
        foreach (var keyword in (string[])["$ref", "$dynamicRef", "$recursiveRef"])
        {
            if (map[keyword] is string target)
            {
                Add(errors, references.Find(target), value, location, own);
            }
        }
    }

    private void Combinations(GoMap map, object? value, string location, EvaluatedItems own, List<SchemaError> errors)
    {
        if (map.TryGetValue("not", out var not) && Evaluate(not, value, location, new EvaluatedItems()).Count == 0)
        {
            errors.Add(new SchemaError(location, "'not' failed", []));
        }
        if (map["allOf"] is GoList all)
        {
            var failed = new List<SchemaError>();
            foreach (var s in all.Items)
            {
                Add(failed, s, value, location, own);
            }
            if (failed.Count > 0)
            {
                errors.Add(new SchemaError(location, "'allOf' failed", failed));
            }
        }
        if (map["anyOf"] is GoList any)
        {
            var (failed, matched) = Each(any, value, location, own);
            if (matched.Count == 0)
            {
                errors.Add(new SchemaError(location, "'anyOf' failed", failed));
            }
        }
        if (map["oneOf"] is GoList one)
        {
            var (failed, matched) = Each(one, value, location, own);
            if (matched.Count == 0)
            {
                errors.Add(new SchemaError(location, "'oneOf' failed, none matched", failed));
            }
            else if (matched.Count > 1)
            {
                errors.Add(new SchemaError(location, $"'oneOf' failed, subschemas {matched[0]}, {matched[1]} matched", []));
            }
        }
        if (draft >= SchemaDraft.Draft7 && map.TryGetValue("if", out var condition))
        {
            var seen = new EvaluatedItems();
            var holds = Evaluate(condition, value, location, seen).Count == 0;
            if (holds)
            {
                own.Add(seen);
            }
            if (map.TryGetValue(holds ? "then" : "else", out var branch))
            {
                Add(errors, branch, value, location, own);
            }
        }
    }

    private (List<SchemaError> Failed, List<int> Matched) Each(GoList schemas, object? value, string location, EvaluatedItems own)
    {
        var failed = new List<SchemaError>();
        var matched = new List<int>();
        for (var i = 0; i < schemas.Count; i++)
        {
            var seen = new EvaluatedItems();
            if (Single(schemas[i], value, location, seen) is { } error)
            {
                failed.Add(error);
            }
            else
            {
                matched.Add(i);
                own.Add(seen);
            }
        }
        return (failed, matched);
    }

    private void Unevaluated(GoMap map, object? value, string location, EvaluatedItems own, List<SchemaError> errors)
    {
        if (draft < SchemaDraft.Draft2019)
        {
            return;
        }
        if (value is GoMap o && map.TryGetValue("unevaluatedProperties", out var schema))
        {
            var rest = o.Keys.Where(k => !own.Properties.Contains(k)).ToList();
            rest.ForEach(k => Add(errors, schema, o[k], SchemaText.At(location, k), new EvaluatedItems()));
            own.Properties.UnionWith(rest);
        }
        if (value is GoList a && map.TryGetValue("unevaluatedItems", out schema))
        {
            for (var i = 0; i < a.Count; i++)
            {
                if (own.Items.Add(i))
                {
                    Add(errors, schema, a[i], SchemaText.At(location, i), new EvaluatedItems());
                }
            }
        }
    }
}
