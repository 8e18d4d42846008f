namespace OptaPS.Helm.Schema;

/// <summary>Keywords for numbers.</summary>
internal static class NumberKeywords
{
    public static void Check(SchemaEvaluator evaluator, GoMap schema, double value, string location, List<SchemaError> errors)
    {
        var minimum = schema["minimum"] as double?;
        var maximum = schema["maximum"] as double?;
        var above = schema["exclusiveMinimum"] as double?;
        var below = schema["exclusiveMaximum"] as double?;
        if (evaluator.Draft == SchemaDraft.Draft4)
        {
            bool strictLow = schema["exclusiveMinimum"] is true, strictHigh = schema["exclusiveMaximum"] is true;
            (above, minimum) = (strictLow ? minimum : null, strictLow ? null : minimum);
            (below, maximum) = (strictHigh ? maximum : null, strictHigh ? null : maximum);
        }
        Fail(value < minimum, "minimum", value, minimum, location, errors);
        Fail(value > maximum, "maximum", value, maximum, location, errors);
        Fail(value <= above, "exclusiveMinimum", value, above, location, errors);
        Fail(value >= below, "exclusiveMaximum", value, below, location, errors);
        if (schema["multipleOf"] is double multiple && multiple > 0)
        {
            var quotient = (decimal)value / (decimal)multiple;
            Fail(quotient != decimal.Truncate(quotient), "multipleOf", value, multiple, location, errors);
        }
    }

    private static void Fail(bool failed, string keyword, double got, double? want, string location, List<SchemaError> errors)
    {
        if (failed)
        {
            errors.Add(new SchemaError(location, $"{keyword}: got {SchemaText.Number(got)}, want {SchemaText.Number(want!.Value)}", []));
        }
    }
}
