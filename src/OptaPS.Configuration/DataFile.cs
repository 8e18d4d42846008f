using OptaPS.Configuration.Parents;
using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration;

/// <summary>A YAML or JSON file that is neither environment nor service: rules, lists for a command. Its values keep their places.</summary>
public static class DataFile
{
    /// <summary>Reads the one document of a file.</summary>
    /// <param name="path">The file, relative to <paramref name="folder"/>.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptaException">The file cannot be read or is no YAML; all findings together.</exception>
    public static async Task<ConfigValue> ReadAsync(string path, string folder, CancellationToken cancellationToken)
    {
        var findings = new FindingBag();
        var full = Path.GetFullPath(path, folder);
        var source = await FileReader.ReadAsync(full, DisplayPaths.Of(full, folder), findings, cancellationToken);
        var root = source is null ? null : YamlReader.Read(source, findings);
        if (root is null || findings.HasErrors)
            throw new OptaException([.. findings.ToDiagnostics(source).Where(finding => finding.Severity == Severity.Error)]);
        return PlainValues.Of(root, source);
    }
}
