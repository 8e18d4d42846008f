using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Parents;
using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Reporting;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration;

/// <summary>
/// Loads environment, service and bring-your-own-cluster files. A wrong file never throws: everything that is wrong comes back as diagnostics, all of a file
/// at once, sorted by position. It may be used from many threads at once.
/// </summary>
public static class ConfigurationLoader
{
    /// <summary>Loads a file. Only <see cref="OperationCanceledException"/> is thrown.</summary>
    public static async Task<LoadResult> LoadAsync(string path, LoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new LoadOptions();
        var folder = Path.GetFullPath(options.BaseDirectory ?? ".");
        var findings = new FindingBag();
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            findings.FileError(Codes.FileNotFound, Quote.Clean(path, 60), "The path of the file is empty or malformed.", "an existing YAML file");
            return new LoadResult(null, null, findings.ToDiagnostics(null));
        }

        var full = Path.GetFullPath(path, folder);
        var source = await FileReader.ReadAsync(full, DisplayPaths.Of(full, folder), findings, cancellationToken);
        return await LoadAsync(source, full, folder, options, findings, ModuleSchemaCatalog.Default, cancellationToken);
    }

    /// <summary>Loads a text as if it were the content of <paramref name="path"/>, for editors and standard input. Only <see cref="OperationCanceledException"/> is thrown.</summary>
    public static Task<LoadResult> LoadTextAsync(string path, string text, LoadOptions? options = null, CancellationToken cancellationToken = default) =>
        LoadTextAsync(path, text, options, ModuleSchemaCatalog.Default, cancellationToken);

    /// <summary>Loads a text with other module types than this version's.</summary>
    internal static Task<LoadResult> LoadTextAsync(string path, string text, LoadOptions? options, ModuleSchemaCatalog catalog, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        options ??= new LoadOptions();
        var folder = Path.GetFullPath(options.BaseDirectory ?? ".");
        var full = Path.GetFullPath(path, folder);
        var findings = new FindingBag();
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        SourceText? source = null;
        if (bytes.Length > YamlLimits.Bytes)
        {
            findings.FileError(Codes.FileTooLarge, path, "The file is larger than 1 MiB.", "at most 1,048,576 bytes", "Split it into several files.");
        }
        else
        {
            source = FileReader.Decode(full, DisplayPaths.Of(full, folder), bytes, findings);
        }

        return LoadAsync(source, full, folder, options, findings, catalog, cancellationToken);
    }

    private static async Task<LoadResult> LoadAsync(
        SourceText? source, string full, string folder, LoadOptions options, FindingBag findings, ModuleSchemaCatalog catalog, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return new LoadResult(null, null, findings.ToDiagnostics(null));
        }

        var context = new LoadContext(source, findings, options, Path.GetDirectoryName(full)!);
        var draft = TopLevelReader.Read(context);
        if (draft is null)
        {
            return new LoadResult(null, null, findings.ToDiagnostics(source));
        }

        var builder = new LayerBuilder(catalog);
        var (document, parent) = draft.Kind == LayerKind.Service
            ? await new ServiceBuilder(builder, draft, folder).BuildAsync(cancellationToken)
            : (builder.BuildEnvironment(draft, reportUndeclared: true), null);
        return findings.HasErrors ? new LoadResult(null, null, findings.ToDiagnostics(source)) : new LoadResult(document, parent, findings.ToDiagnostics(source));
    }
}
