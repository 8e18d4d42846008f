namespace OptaPS.Helm.Templates;

/// <summary>A pipeline whose value is printed.</summary>
internal sealed class ActionNode(TemplateSource source, int position, PipeNode pipe) : Node(source, position)
{
    public PipeNode Pipe { get; } = pipe;

    public override string ToString() => "{{" + Pipe + "}}";
}
