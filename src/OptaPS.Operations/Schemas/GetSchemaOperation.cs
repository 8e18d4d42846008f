using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Documentation;
using OptaPS.Configuration.Providers;
using OptaPS.Diagnostics;
using OptaPS.Requests;

namespace OptaPS.Operations.Schemas;

/// <summary>Gives the JSON Schema that is made from the same catalogue that validation uses.</summary>
internal static class GetSchemaOperation
{
    private static readonly (string Name, CloudKind Kind)[] Clouds =
    [
        ("aws", CloudKind.Aws), ("gcp", CloudKind.Google), ("azure", CloudKind.Azure), ("local", CloudKind.Local), ("cluster", CloudKind.Cluster),
    ];

    public static string Run(GetSchemaRequest request) =>
        JsonSchemaWriter.Write(ModuleSchemaCatalog.Default, request.Cloud is { } cloud ? KindOf(cloud) : null);

    private static CloudKind KindOf(string cloud)
    {
        // The keys of `providers` in a file are taken as well.
        var name = cloud.ToLowerInvariant() switch { "google" => "gcp", "azurerm" => "azure", var other => other };
        foreach (var (known, kind) in Clouds)
        {
            if (known == name)
                return kind;
        }

        throw new OptaException(new Diagnostic("OPTA7003", Severity.Error, $"There is no cloud '{LogCommands.DefuseLine(cloud)}'.")
        {
            Category = DiagnosticCategory.InvalidArgument,
            Allowed = string.Join(", ", Clouds.Select(item => item.Name)),
            Remedy = "Give one of the allowed names, or none for the schema of all clouds.",
        });
    }
}
