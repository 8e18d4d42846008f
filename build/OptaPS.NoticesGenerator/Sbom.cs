using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.NoticesGenerator;

/// <summary>The software bill of materials: CycloneDX 1.6 in JSON. Without a time or a number, so that equal files give an equal bill.</summary>
internal static class Sbom
{
    // Read by tools and people, never put into a page.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document.</summary>
    public static string Write(PackageFacts module, string version, ShippedFiles shipped)
    {
        var root = $"pkg:nuget/{module.Id}@{version}";
        var purls = shipped.Libraries.ToDictionary(l => l.Name, l => l.Purl, StringComparer.OrdinalIgnoreCase);
        var document = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = Component("application", module, version, root, shipped.Own) },
            ["components"] = Array(shipped.Libraries.Select(l => Component("library", l.Facts, l.Version, l.Purl, l.Files))),
            ["dependencies"] = Array(shipped.Libraries.Select(l => Dependency(l.Purl, l.DependsOn)).Prepend(Dependency(root, shipped.DirectPackages))),
        };
        return document.ToJsonString(Indented) + "\n";

        JsonObject Dependency(string purl, IEnumerable<string> names) =>
            new() { ["ref"] = purl, ["dependsOn"] = Array(names.Select(name => JsonValue.Create(purls[name]))) };
    }

    private static JsonObject Component(string type, PackageFacts facts, string version, string purl, IEnumerable<ShippedFile> files)
    {
        var component = new JsonObject { ["type"] = type, ["bom-ref"] = purl, ["name"] = facts.Id, ["version"] = version };
        if (facts.Authors is not null)
            component["publisher"] = facts.Authors;
        if (facts.Copyright is not null)
            component["copyright"] = facts.Copyright;
        component["licenses"] = new JsonArray(License(facts));
        component["purl"] = purl;
        var references = new[] { ("website", facts.ProjectUrl), ("vcs", facts.RepositoryUrl) }.Where(r => r.Item2 is not null)
            .Select(r => new JsonObject { ["type"] = r.Item1, ["url"] = r.Item2 });
        component["externalReferences"] = Array(references);
        component["components"] = Array(files.Select(file => new JsonObject
        {
            ["type"] = "file",
            ["name"] = file.Path,
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = file.Sha256 }),
        }));
        return component;
    }

    // One identifier, an expression of several, or the name and address of a licence that has no identifier.
    private static JsonObject License(PackageFacts facts)
    {
        if (facts.LicenseExpression is { } expression)
            return expression.Contains(' ', StringComparison.Ordinal) ? new() { ["expression"] = expression } : new() { ["license"] = new JsonObject { ["id"] = expression } };
        var license = new JsonObject { ["name"] = facts.License };
        if (facts.LicenseUrl is not null)
            license["url"] = facts.LicenseUrl;
        return new() { ["license"] = license };
    }

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);
}
