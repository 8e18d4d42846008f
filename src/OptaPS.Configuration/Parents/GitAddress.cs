using System.Text.RegularExpressions;

namespace OptaPS.Configuration.Parents;

/// <summary>An environment file in a git repository: <c>git@host:owner/repo.git//path/to/file.yaml?ref=branch</c>.</summary>
/// <param name="Repository">The part that git understands.</param>
/// <param name="Path">The file inside the repository.</param>
/// <param name="Ref">Branch or tag; <c>main</c> when none is written.</param>
internal sealed partial record GitAddress(string Repository, string Path, string Ref)
{
    public static bool IsOne(string path) => path.StartsWith("git@", StringComparison.Ordinal);

    /// <summary>Parses an address, or gives null when it is malformed.</summary>
    public static GitAddress? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var path = match.Groups["path"].Value;
        var branch = match.Groups["ref"].Success ? match.Groups["ref"].Value : "main";
        return path.Split('/').Contains("..", StringComparer.Ordinal) || branch.Contains("..", StringComparison.Ordinal) || branch.StartsWith('-')
            ? null
            : new GitAddress(match.Groups["repository"].Value, path, branch);
    }

    /// <summary>Returns the address as it is written.</summary>
    public override string ToString() => $"{Repository}//{Path}?ref={Ref}";

    [GeneratedRegex(@"\A(?<repository>git@[A-Za-z0-9][A-Za-z0-9.-]*:[A-Za-z0-9._~/-]+?)//(?<path>[A-Za-z0-9._/ -]+?)(\?ref=(?<ref>[A-Za-z0-9._/-]+))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
