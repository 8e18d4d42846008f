using System.IO.Enumeration;
using OptaPS.Diagnostics;
using OptaPS.Objects;

namespace OptaPS.Operations.Drift;

/// <summary>Leaves out what somebody else may change: patterns of kind and field, such as <c>Deployment:/spec/replicas</c>.</summary>
internal sealed class DriftFilter
{
    private readonly IReadOnlyList<(string Kind, string Path)> patterns;

    private DriftFilter(IReadOnlyList<(string Kind, string Path)> patterns) => this.patterns = patterns;

    /// <summary>Reads patterns.</summary>
    /// <exception cref="OptaException">One is none (OPTA7084).</exception>
    public static DriftFilter Read(IEnumerable<string> texts) => new([.. texts.Select(Read)]);

    /// <summary>True when a field is to be left out.</summary>
    public bool LeavesOut(DriftedField field) => patterns.Any(pattern =>
        FileSystemName.MatchesSimpleExpression(pattern.Kind, KindOf(field)) && FileSystemName.MatchesSimpleExpression(pattern.Path, field.Path));

    // Of an object in a chart its kind; of an object its kind without group and version; else the type, such as AWS::EC2::VPC.
    private static string KindOf(DriftedField field) => field.Object is { } inside
        ? inside.Split(' ')[0]
        : field.Type.StartsWith("kubernetes:", StringComparison.Ordinal) ? field.Type.Split('/')[^1] : field.Type[(field.Type.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static (string Kind, string Path) Read(string text)
    {
        // Kinds of clouds have colons, paths begin with a slash or a wildcard.
        var at = Enumerable.Range(0, Math.Max(0, text.Length - 1)).FirstOrDefault(i => text[i] == ':' && (text[i + 1] is '/' or '*'), -1);
        return at > 0
            ? (text[..at], text[(at + 1)..])
            : throw new OptaException(new Diagnostic("OPTA7084", Severity.Error, $"'{text}' names no field to leave out.")
            {
                Category = DiagnosticCategory.InvalidArgument,
                Allowed = "kind:/path with * and ?, for example Deployment:/spec/replicas, *WebhookConfiguration:*/caBundle or AWS::EC2::VPC:/EnableDnsHostnames",
                Remedy = "Give the kind and the path as Test-OptaDrift (opta drift) shows them.",
            });
    }
}
