using System.Globalization;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Rendering;

/// <summary>A Kubernetes version as templates see it.</summary>
/// <param name="Version">The version with a leading v, without build metadata.</param>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
public sealed partial record KubeVersion(string Version, string Major, string Minor)
{
    /// <summary>The version that Helm 3.20 assumes when nothing is given.</summary>
    public static KubeVersion Default { get; } = new("v1.35.0", "1", "35");

    /// <summary>Reads a version such as 1.30, v1.30.2 or v1.30.2-gke.100.</summary>
    /// <exception cref="OptaException">OPTA5014: the text is no version.</exception>
    public static KubeVersion Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            throw Invalid(text, $"could not parse {GoQuote.Quote(text)} as version");
        }
        var components = match.Groups["numbers"].Value.Split('.');
        if (components.Length < 2)
        {
            throw Invalid(text, $"illegal version string {GoQuote.Quote(text)}");
        }
        foreach (var c in components)
        {
            if (c.Length > 1 && c[0] == '0')
            {
                throw Invalid(text, $"illegal zero-prefixed version component {GoQuote.Quote(c)} in {GoQuote.Quote(text)}");
            }
            if (!ulong.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw Invalid(text, $"illegal non-numeric version component {GoQuote.Quote(c)} in {GoQuote.Quote(text)}");
            }
        }
        return new KubeVersion("v" + string.Join('.', components), components[0], components[1]);
    }

    private static OptaException Invalid(string text, string problem) => HelmError.Of(HelmError.KubeVersion, $"invalid kube version '{text}': {problem}");

    [GeneratedRegex(@"^\s*v?(?<numbers>[0-9]+(\.[0-9]+)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
