using OptaPS.Configuration.Reporting;
using OptaPS.Diagnostics;

namespace OptaPS.Operations.Findings;

/// <summary>The formats in which a front writes findings: for people, for programs, and as annotations of build systems.</summary>
public static class FindingFormats
{
    /// <summary>For people: place, message, excerpt with caret, what is allowed.</summary>
    public const string Text = "text";

    /// <summary>Logging commands of Azure Pipelines.</summary>
    public const string AzureDevOps = "azure-devops";

    /// <summary>Workflow commands of GitHub Actions.</summary>
    public const string GitHub = "github";

    /// <summary>The names of all formats.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. DiagnosticFormatters.All.Select(formatter => formatter.Name)];

    /// <summary>The format of annotations that the build system of these environment variables understands; null outside of a build.</summary>
    /// <param name="variables">The environment variables of the process: Azure Pipelines sets <c>TF_BUILD</c>, GitHub Actions <c>GITHUB_ACTIONS</c>.</param>
    public static string? OfBuildSystem(IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return IsSet(variables, "TF_BUILD") ? AzureDevOps : IsSet(variables, "GITHUB_ACTIONS") ? GitHub : null;
    }

    /// <summary>Writes findings in a format; text of files inside them cannot become a command of a build system.</summary>
    /// <exception cref="ArgumentException">There is no format of that name.</exception>
    public static void Write(string format, IReadOnlyList<Diagnostic> findings, TextWriter output)
    {
        var formatter = DiagnosticFormatters.Find(format) ?? throw new ArgumentException($"There is no format '{format}'; there are {string.Join(", ", Names)}.", nameof(format));
        formatter.Write(findings, output);
    }

    private static bool IsSet(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
