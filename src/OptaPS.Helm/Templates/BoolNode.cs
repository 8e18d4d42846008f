namespace OptaPS.Helm.Templates;

/// <summary>The constant true or false.</summary>
internal sealed class BoolNode(TemplateSource source, int position, bool value) : Node(source, position)
{
    public object Value { get; } = value;

    public override string ToString() => (bool)Value ? "true" : "false";
}
