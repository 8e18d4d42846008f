using OptaPS.Helm.Schema;

namespace OptaPS.Helm.Tools.Linting;

/// <summary>values.yaml, with the given values over it, against the chart's own schema; subcharts are not looked at.</summary>
internal static class ValuesRules
{
    private const string Name = "values.yaml";

    public static async Task CheckAsync(List<ChartFile> files, ChartValues given, TemplateOptions options, LintFindings findings, CancellationToken cancellationToken)
    {
        if (files.Find(file => file.Name == Name) is not { } file)
        {
            findings.Info(Name, "file does not exist");
            return;
        }
        ChartValues own;
        try
        {
            own = ChartValues.FromYaml(file.Text, Name);
        }
        catch (OptaException e)
        {
            findings.Error(Name, "unable to parse YAML: " + e.Diagnostics[0].Message.Replace("failed to parse values.yaml: ", "", StringComparison.Ordinal));
            return;
        }
        if (files.Find(schema => schema.Name == "values.schema.json") is not { Data.Length: > 0 } schemaFile)
        {
            return;
        }
        try
        {
            var found = await RenderThread.RunAsync(
                calls => SchemaValidator.Validate(schemaFile, Coalescer.Tables(DeepCopy.Of(given.Map), own.Map, merge: false), calls.Schema),
                lookup: null,
                options.Limits,
                cancellationToken);
            findings.Error(Name, found.Length > 0 ? found : null);
        }
        catch (OptaException e)
        {
            findings.Error(Name, e.Diagnostics[0].Message);
        }
    }
}
