using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Parents;

/// <summary>Finds and reads the file that an environment entry names.</summary>
internal sealed class ParentResolver(LoadContext child, string displayBase)
{
    /// <summary>The text, its own folder and null, or null when a finding was recorded.</summary>
    public async Task<(SourceText Source, string Folder)?> ReadAsync(string path, SourceNode at, CancellationToken cancellationToken)
    {
        if (GitAddress.IsOne(path))
        {
            return await ReadGitAsync(path, at, cancellationToken);
        }

        if (path.Contains("://", StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal))
        {
            child.Error(Codes.ParentNotFound, at, $"The path {Quote.Of(path)} is of a kind that is not supported.", "a relative path, an absolute path, or git@host:owner/repo.git//file.yaml?ref=branch");
            return null;
        }

        var full = Path.GetFullPath(path, child.BaseDirectory);
        var found = File.Exists(full) ? full : OtherExtension(full, at);
        if (found is null)
        {
            child.Error(Codes.ParentNotFound, at, $"The environment file {Quote.Of(path)} does not exist.", "a path relative to the folder of this file", NearestFile(full, path));
            return null;
        }

        if (string.Equals(found, child.Source.Path, StringComparison.Ordinal))
        {
            child.Error(Codes.ParentCycle, at, "The file names itself as its environment.", "another file, one with 'providers'");
            return null;
        }

        var source = await FileReader.ReadAsync(found, DisplayPaths.Of(found, displayBase), child.Findings, cancellationToken);
        return source is null ? null : (source, Path.GetDirectoryName(found)!);
    }

    private string? OtherExtension(string full, SourceNode at)
    {
        var other = Path.GetExtension(full).ToLowerInvariant() switch
        {
            ".yaml" => Path.ChangeExtension(full, ".yml"),
            ".yml" => Path.ChangeExtension(full, ".yaml"),
            _ => null,
        };
        if (other is null || !File.Exists(other))
        {
            return null;
        }

        child.Warning(Codes.OtherExtension, at, $"The file was found as {Quote.Of(Path.GetFileName(other))}.", remedy: "Write the path as the file is named.");
        return other;
    }

    private static string? NearestFile(string full, string written)
    {
        try
        {
            var folder = Path.GetDirectoryName(full);
            if (folder is null || !Directory.Exists(folder))
            {
                return null;
            }

            var names = Directory.EnumerateFiles(folder, "*.y*ml").Take(200).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToList();
            return NearestName.Of(Path.GetFileName(full), names) is { } name ? written[..^Path.GetFileName(written).Length] + name : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<(SourceText Source, string Folder)?> ReadGitAsync(string path, SourceNode at, CancellationToken cancellationToken)
    {
        if (GitAddress.Parse(path) is not { } address)
        {
            child.Error(Codes.Git, at, $"The git address {Quote.Of(path)} is malformed.", "git@host:owner/repo.git//path/to/file.yaml?ref=branch");
            return null;
        }

        var (content, problem) = await GitCheckout.ReadAsync(address, child.Options.GitTimeout, cancellationToken);
        if (content is null)
        {
            child.Error(Codes.Git, at, $"The environment file cannot be fetched: {problem}.", remedy: "Check the address, the branch and your SSH key, or use a path to a checked-out copy.");
            return null;
        }

        var source = FileReader.Decode(path, path, content, child.Findings);
        return source is null ? null : (source, child.BaseDirectory);
    }
}
