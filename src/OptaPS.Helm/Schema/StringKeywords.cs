namespace OptaPS.Helm.Schema;

/// <summary>Keywords for text.</summary>
internal static class StringKeywords
{
    public static void Check(SchemaEvaluator evaluator, GoMap schema, string value, string location, List<SchemaError> errors)
    {
        var length = GoText.RuneCount(value);
        if (schema["minLength"] is double minimum && length < minimum)
        {
            errors.Add(new SchemaError(location, $"minLength: got {SchemaText.Count(length)}, want {SchemaText.Count(minimum)}", []));
        }
        if (schema["maxLength"] is double maximum && length > maximum)
        {
            errors.Add(new SchemaError(location, $"maxLength: got {SchemaText.Count(length)}, want {SchemaText.Count(maximum)}", []));
        }
        if (schema["pattern"] is string pattern && !GoRegex.Compile(pattern).IsMatch(value))
        {
            errors.Add(new SchemaError(location, $"{SchemaText.Quote(value)} does not match pattern {SchemaText.Quote(pattern).Replace("\\\\", "\\", StringComparison.Ordinal)}", []));
        }
        if (evaluator.Draft <= SchemaDraft.Draft7 && schema["format"] is string format && SchemaFormats.Problem(format, value) is { } problem)
        {
            errors.Add(new SchemaError(location, $"{SchemaText.Quote(value)} is not valid {format}: {problem}", []));
        }
    }
}
