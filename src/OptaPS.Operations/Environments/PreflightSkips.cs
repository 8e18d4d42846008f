using OptaPS.Diagnostics;
using OptaPS.Objects;

namespace OptaPS.Operations.Environments;

/// <summary>Reads which preflight checks a front leaves out.</summary>
internal static class PreflightSkips
{
    /// <summary>The checks that are meant. A final <c>*</c> takes all whose name begins so.</summary>
    /// <exception cref="OptaException">A name is none (OPTA7080); all wrong ones together.</exception>
    public static IReadOnlySet<string> Read(IEnumerable<string> given)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var wrong = new List<Diagnostic>();
        foreach (var text in given)
        {
            var meant = PreflightChecks.Names.Where(name => Means(text, name)).ToList();
            if (meant.Count == 0)
                wrong.Add(Unknown(text));
            names.UnionWith(meant);
        }

        return wrong.Count == 0 ? names : throw new OptaException(wrong);
    }

    private static bool Means(string text, string name) => text.EndsWith('*')
        ? name.StartsWith(text[..^1], StringComparison.OrdinalIgnoreCase)
        : name.Equals(text, StringComparison.OrdinalIgnoreCase);

    private static Diagnostic Unknown(string text) => new("OPTA7080", Severity.Error, $"There is no preflight check '{text}'.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Allowed = string.Join(", ", PreflightChecks.Names),
        Nearest = NearestName.Of(text, PreflightChecks.Names),
        Remedy = "Give a name as Test-OptaEnvironment (opta validate) shows it, or leave -SkipCheck (--skip-check) out. Nothing was changed.",
    };
}
