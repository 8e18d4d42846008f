namespace OptaPS.Helm.Schema;

/// <summary>x</summary>
internal static class SchemaValidator
{
    public static string Validate(ChartFile file, GoMap values) => "";
}
