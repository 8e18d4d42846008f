using System.Text;

namespace OptaPS.Helm.Schema;

/// <summary>Checks values against the values.schema.json of a chart and of its dependencies.</summary>
internal static class ValuesSchema
{
    public static void Check(ChartNode chart, GoMap values, Func<Uri, object?> read)
    {
        var problems = new StringBuilder();
        Check(chart, values, read, problems);
        if (problems.Length > 0)
        {
            throw HelmError.Of(HelmError.Schema, "values don't meet the specifications of the schema(s) in the following chart(s):\n" + problems);
        }
    }

    private static void Check(ChartNode chart, GoMap values, Func<Uri, object?> read, StringBuilder problems)
    {
        if (chart.Chart.Schema is { } file)
        {
            var found = SchemaValidator.Validate(file, values, read);
            if (found.Length > 0)
            {
                problems.Append(chart.Name).Append(":\n").Append(found);
            }
        }
        foreach (var child in chart.Dependencies)
        {
            if (values[child.Name] is GoMap inner)
            {
                Check(child, inner, read, problems);
            }
            else if (values[child.Name] is { } other)
            {
                problems.Append(child.Name).Append(":\ninvalid type for values: expected object (map), got ").Append(GoTypes.Of(other)!.Name).Append('\n');
            }
        }
    }
}
