using System.Management.Automation;
using OptaPS.Diagnostics;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>
/// What path parameters name in the file system: relative to the session's location, through drives of the session, with wildcards. A name
/// that exists exactly as given wins over its meaning as a pattern, so that <c>env [1].yaml</c> works however it was typed or piped.
/// </summary>
internal static class FileArguments
{
    /// <summary>Paths of what exists, at least one.</summary>
    /// <exception cref="OptaException">Nothing exists there, or the path is not one of the file system.</exception>
    public static IReadOnlyList<string> Existing(SessionState session, string path)
    {
        var literal = Any(session, path);
        if (File.Exists(literal) || Directory.Exists(literal))
            return [literal];

        var found = WildcardPattern.ContainsWildcardCharacters(path) || path.Contains('`', StringComparison.Ordinal) ? Expand(session, path) : [];
        return found.Count > 0 ? found : throw new OptaException(FrontErrors.NoFile(path));
    }

    /// <summary>The path of something that need not exist yet.</summary>
    /// <exception cref="OptaException">The path is not one of the file system.</exception>
    public static string Any(SessionState session, string path)
    {
        try
        {
            var found = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? found : throw new OptaException(FrontErrors.NotAFile(path, provider.Name));
        }
        catch (SessionStateException e)
        {
            throw new OptaException(FrontErrors.NoFile(path), e);
        }
    }

    private static IReadOnlyList<string> Expand(SessionState session, string path)
    {
        try
        {
            return session.Path.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }
}
