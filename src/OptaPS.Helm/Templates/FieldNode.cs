namespace OptaPS.Helm.Templates;

/// <summary>A chain of fields of dot.</summary>
internal sealed class FieldNode(TemplateSource source, int position, string[] names) : Node(source, position)
{
    public string[] Names { get; } = names;

    public override string ToString() => "." + string.Join('.', Names);
}
