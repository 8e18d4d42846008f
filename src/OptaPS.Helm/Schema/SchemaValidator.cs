using System.Text;

namespace OptaPS.Helm.Schema;

/// <summary>Validates values by a JSON schema of draft 4, 6, 7, 2019-09 or 2020-12.</summary>
internal static class SchemaValidator
{
    /// <summary>The findings, one a line; empty when the values are valid. What is wrong with the schema itself is a finding too.</summary>
    public static string Validate(ChartFile file, GoMap values, Func<Uri, object?> read)
    {
        try
        {
            var schema = GoJsonReader.Read(file.Text);
            var evaluator = new SchemaEvaluator(schema, DraftOf(schema), read);
            var errors = evaluator.Evaluate(schema, ToJson(values), "", new EvaluatedItems());
            if (errors is [{ IsGroup: true } only])
            {
                errors = [.. only.Causes];
            }
            var sb = new StringBuilder();
            foreach (var error in errors)
            {
                error.Write(sb, 0);
            }
            return sb.ToString();
        }
        catch (LimitException e)
        {
            throw HelmError.Of(e.Code, "unable to validate schema: " + e.Message, e);
        }
        catch (FunctionException e)
        {
            return e.Message;
        }
    }

    private static SchemaDraft DraftOf(object? schema)
    {
        var uri = (schema as GoMap)?["$schema"] as string ?? "";
        return uri switch
        {
            _ when uri.Contains("draft-04", StringComparison.Ordinal) => SchemaDraft.Draft4,
            _ when uri.Contains("draft-06", StringComparison.Ordinal) => SchemaDraft.Draft6,
            _ when uri.Contains("draft-07", StringComparison.Ordinal) => SchemaDraft.Draft7,
            _ when uri.Contains("2019-09", StringComparison.Ordinal) => SchemaDraft.Draft2019,
            _ => SchemaDraft.Draft2020,
        };
    }

    private static object? ToJson(object? value) => value switch
    {
        GoInt i => (double)i.Value,
        long l => (double)l,
        GoList list => new GoList(list.Items.ConvertAll(ToJson)),
        GoMap map => Map(map),
        _ => value,
    };

    private static GoMap Map(GoMap map)
    {
        var copy = new GoMap(capacity: map.Count);
        foreach (var key in map.Keys)
        {
            copy[key] = ToJson(map[key]);
        }
        return copy;
    }
}
