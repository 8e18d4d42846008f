namespace OptaPS.Helm.Templates;

/// <summary>A variable with a chain of fields; the first name has the dollar sign.</summary>
internal sealed class VariableNode(TemplateSource source, int position, string[] names) : Node(source, position)
{
    public string[] Names { get; } = names;

    public override string ToString() => string.Join('.', Names);
}
