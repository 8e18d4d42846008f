using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Folders;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Parents;
using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Compatibility;

/// <summary>Lists the places of files that mean something else, or more, than they did in Opta.</summary>
public sealed class CompatibilityScanner
{
    private static readonly Dictionary<string, string> ByCode = new(StringComparer.Ordinal)
    {
        [Codes.UnknownName] = "unknown-reference",
        [Codes.ModuleOutputUnknown] = "unknown-reference",
        [Codes.ParentOutputUnknown] = "unknown-reference",
        [Codes.SingleBraces] = "single-braces",
        [Codes.FormatRule] = "format-rules",
        [Codes.Malformed] = "terraform-expressions",
        [Codes.OncePerFile] = "once-per-file",
        [Codes.LayerName] = "layer-names",
        [Codes.ModuleName] = "kubernetes-names",
        [Codes.NameTooLong] = "long-names",
        [Codes.LinkClash] = "link-clash",
        [Codes.Retired] = "retired-versions",
        [Codes.NoEffect] = "no-effect",
        [Codes.ClearSecret] = "clear-secrets",
    };

    private static readonly string[] DomainDifferences = ["zone-records", "wildcard-record", "plain-requests"];

    private readonly FolderValidator validator = new();

    /// <summary>Scans a file, or all OptaPS files below a folder. Files that are not read at all give no findings; use <see cref="FolderValidator"/> for errors.</summary>
    public async Task<IReadOnlyList<CompatibilityReport>> ScanAsync(string path, LoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new LoadOptions { AllowMissingVariables = true };
        options = options with { BaseDirectory = Path.GetFullPath(options.BaseDirectory ?? "."), CheckReferencedFiles = false };
        var full = Path.GetFullPath(path, options.BaseDirectory);
        var files = Directory.Exists(full)
            ? await validator.ValidateFolderAsync(full, options, cancellationToken)
            : [await validator.ValidateFileAsync(full, options, cancellationToken)];
        var reports = new List<CompatibilityReport>();
        foreach (var file in files.Where(file => file.IsOptaFile))
        {
            reports.Add(await ScanFileAsync(file, options, cancellationToken));
        }

        return reports;
    }

    private async Task<CompatibilityReport> ScanFileAsync(FileReport file, LoadOptions options, CancellationToken cancellationToken)
    {
        var findings = file.Diagnostics.Where(diagnostic => diagnostic.Location?.File == file.Path && ByCode.ContainsKey(diagnostic.Code))
            .Select(diagnostic => new CompatibilityFinding(DifferenceCatalog.Get(ByCode[diagnostic.Code]), diagnostic.Location!, diagnostic.Excerpt ?? string.Empty, diagnostic.Message, diagnostic.Severity == Severity.Error))
            .ToList();
        var full = Path.GetFullPath(file.Path, options.BaseDirectory!);
        if (await FileReader.ReadAsync(full, DisplayPaths.Of(full, options.BaseDirectory!), new FindingBag(), cancellationToken) is { } source
            && YamlReader.Read(source, new FindingBag()) is MappingNode root)
        {
            SecretScan.Run(new LoadContext(source, new FindingBag(), options, Path.GetDirectoryName(full)!), root);
            findings.AddRange(new NodeScan(source, root).Run());
            var document = await LoadAsync(file, full, options, cancellationToken);
            findings.AddRange(Defaults(source, document));
            findings.AddRange(Domains(source, document));
        }

        return new CompatibilityReport(file.Path, [.. findings.Distinct().OrderBy(finding => finding.Location.Line).ThenBy(finding => finding.Location.Column).ThenBy(finding => finding.Difference.Id, StringComparer.Ordinal)]);
    }

    private async Task<LayerFile?> LoadAsync(FileReport file, string full, LoadOptions options, CancellationToken cancellationToken)
    {
        var environment = options.EnvironmentName ?? (file.Environments.Count > 0 ? file.Environments[0] : null);
        return (await ConfigurationLoader.LoadAsync(full, options with { EnvironmentName = environment }, cancellationToken)).Document;
    }

    private static IEnumerable<CompatibilityFinding> Domains(SourceText source, LayerFile? document) =>
        from module in document?.Modules ?? []
        where module.Type == "aws-dns"
        from id in DomainDifferences
        let difference = DifferenceCatalog.Get(id)
        select new CompatibilityFinding(difference, module.Location, source.Excerpt(module.Location.Line, module.Location.Column), $"'{module.Name}': {difference.Here}", false);

    private static IEnumerable<CompatibilityFinding> Defaults(SourceText source, LayerFile? document)
    {
        foreach (var module in document?.Modules ?? [])
        {
            foreach (var input in module.Schema.Inputs.Where(input => input.OptaDefault is not null && !module.Inputs.IsWritten(input.Name)))
            {
                yield return new CompatibilityFinding(
                    DifferenceCatalog.Get("newer-defaults"),
                    module.Location,
                    source.Excerpt(module.Location.Line, module.Location.Column),
                    $"'{input.Name}' of '{module.Name}' is {input.Default?.ToJson()?.ToJsonString()} for something new; Opta took {input.OptaDefault}.",
                    false);
            }
        }
    }
}
