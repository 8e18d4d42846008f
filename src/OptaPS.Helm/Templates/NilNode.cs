namespace OptaPS.Helm.Templates;

/// <summary>The constant nil.</summary>
internal sealed class NilNode(TemplateSource source, int position) : Node(source, position)
{
    public override string ToString() => "nil";
}
