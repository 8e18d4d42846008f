using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Checks documents without a call.</summary>
internal static class ObjectValidator
{
    /// <exception cref="OptaException">OPTA4050: the type name is no <c>apiVersion/Kind</c>.</exception>
    public static GroupVersionKind KindOf(string typeName)
    {
        try
        {
            return GroupVersionKind.Parse(typeName);
        }
        catch (FormatException exception)
        {
            throw new OptaException(new Diagnostic("OPTA4050", Severity.Error, $"'{typeName}' is no type of the kubernetes provider.")
            {
                Allowed = "apiVersion/Kind, for example apps/v1/Deployment",
                Category = DiagnosticCategory.InvalidArgument,
            }, exception);
        }
    }

    public static IReadOnlyList<Diagnostic> Validate(ResourceNode node)
    {
        GroupVersionKind kind;
        try
        {
            kind = KindOf(node.Type.Name);
        }
        catch (OptaException exception)
        {
            return exception.Diagnostics;
        }

        var findings = new List<Diagnostic>();
        if (node.Desired.Text("apiVersion") is { } version && version != kind.ApiVersion)
            findings.Add(Finding(node, $"apiVersion is {version}, but the type is {kind}"));
        if (node.Desired.Text("kind") is { } name && name != kind.Kind)
            findings.Add(Finding(node, $"kind is {name}, but the type is {kind}"));
        if (!ExpressionReader.IsExpression(node.Desired["metadata"]?["name"]) && string.IsNullOrEmpty(node.Desired["metadata"].TextAt("name")))
            findings.Add(Finding(node, "metadata.name is missing"));
        if (node.Desired["status"] is not null)
            findings.Add(Finding(node, "status is the cluster's to write"));
        if (node.Connection is null)
            findings.Add(Finding(node, "it has no cluster connection"));
        findings.AddRange(ApplyCheck.Find(node.Desired, kind).Select(cause => Finding(node, $"{cause.Field} {cause.Message}")));
        return findings;
    }

    private static Diagnostic Finding(ResourceNode node, string what) => new("OPTA4051", Severity.Error, $"The object of {node.Address} cannot be applied: {what}.")
    {
        Resource = node.Address,
        Category = DiagnosticCategory.InvalidData,
    };
}
