using OptaPS.Diagnostics;

namespace OptaPS.Helm.Releases;

/// <summary>The rule for names of releases: a DNS subdomain of at most 53 characters (so that revisions fit into labels and object names).</summary>
public static class ReleaseName
{
    private const int Longest = 53;

    /// <summary>True for a name that Helm accepts.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= Longest && name.Split('.').All(IsLabel);

    /// <exception cref="OptaException">OPTA5506: the name breaks the rule.</exception>
    public static void Check(string name)
    {
        if (!IsValid(name))
        {
            throw new OptaException(new Diagnostic("OPTA5506", Severity.Error, $"'{name}' is no name for a release.")
            {
                Allowed = $"lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit, at most {Longest} characters",
                Category = DiagnosticCategory.InvalidArgument,
                Remedy = "Choose another name.",
            });
        }
    }

    private static bool IsLabel(string label) => label.Length > 0 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
