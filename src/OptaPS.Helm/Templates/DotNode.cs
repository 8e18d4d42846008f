namespace OptaPS.Helm.Templates;

/// <summary>The dot.</summary>
internal sealed class DotNode(TemplateSource source, int position) : Node(source, position)
{
    public override string ToString() => ".";
}
