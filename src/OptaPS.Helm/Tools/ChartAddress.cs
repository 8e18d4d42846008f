using System.Text.RegularExpressions;
using OptaPS.Helm.Repositories;

namespace OptaPS.Helm.Tools;

/// <summary>What a chart argument that is no local path means.</summary>
public static partial class ChartAddress
{
    private const string OciScheme = "oci://";

    /// <summary>Reads an argument as Helm does: <c>oci://</c> address, <c>https://</c> address of an archive, or a chart's name together with a repository's address.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="repository">Address of an HTTP repository, or empty.</param>
    /// <param name="version">Version or range, or empty.</param>
    /// <exception cref="OptaException">OPTA5001: it names no chart.</exception>
    public static ChartReference Read(string argument, string repository, string version)
    {
        var text = argument.Trim();
        var wanted = version.Trim().Length > 0 ? version.Trim() : null;
        if (text.StartsWith(OciScheme, StringComparison.Ordinal))
        {
            return Oci(text, wanted);
        }
        if (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var archive) && Path.GetFileName(archive.AbsolutePath).Length > 0
                ? ChartReference.OfArchive(archive)
                : throw HelmError.Of(HelmError.ChartLoad, $"'{text}' is not the address of a chart's archive, such as https://example.com/charts/web-1.2.3.tgz");
        }
        if (repository.Length > 0)
        {
            return new ChartReference(repository, text, wanted);
        }
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        throw slash > 0 && slash < text.Length - 1
            ? HelmError.Of(HelmError.ChartLoad, $"repo {text[..slash]} not found (OptaPS keeps no list of repositories: use --repo with the repository's address)")
            : HelmError.Of(HelmError.ChartLoad, $"non-absolute URLs should be in form of repo_name/path_to_chart, got: {text}");
    }

    private static ChartReference Oci(string text, string? version)
    {
        var slash = text.LastIndexOf('/');
        var name = text[(slash + 1)..];
        if (slash < OciScheme.Length || name.Length == 0)
        {
            throw HelmError.Of(HelmError.ChartLoad, $"invalid registry address: {text}");
        }
        string? digest = null;
        if (name.IndexOf('@', StringComparison.Ordinal) is var at and >= 0)
        {
            digest = name[(at + 1)..];
            name = name[..at];
            if (name.Length == 0 || !Digest().IsMatch(digest))
            {
                throw HelmError.Of(HelmError.ChartLoad, $"invalid registry address: {text} (a digest is sha256: and 64 hexadecimal digits)");
            }
        }
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new ChartReference(text[..slash], name, version) { ManifestDigest = digest };
        }
        var tag = name[(colon + 1)..].Replace('_', '+');
        return version is null || version == tag
            ? new ChartReference(text[..slash], name[..colon], tag) { ManifestDigest = digest }
            : throw HelmError.Of(HelmError.ChartLoad, $"chart reference and version mismatch: {version} is not {tag}");
    }

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
