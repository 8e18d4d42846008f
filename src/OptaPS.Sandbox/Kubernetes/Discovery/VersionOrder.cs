using System.Globalization;
using System.Text.RegularExpressions;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>Orders API versions as the server prefers them: stable before beta before alpha, newer first.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = Key(x ?? "");
        var right = Key(y ?? "");
        return left.CompareTo(right);
    }

    private static (int Kind, int Major, int Minor, string Text) Key(string version)
    {
        var match = Form().Match(version);
        if (!match.Success)
            return (9, 0, 0, version);
        var stage = match.Groups[2].Value switch { "" => 0, "beta" => 1, _ => 2 };
        var minor = match.Groups[3].Success && match.Groups[3].Value.Length > 0 ? int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : 0;
        return (stage, -int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), -minor, "");
    }

    [GeneratedRegex("^v(\\d+)(?:(alpha|beta)(\\d+))?$")]
    private static partial Regex Form();
}
