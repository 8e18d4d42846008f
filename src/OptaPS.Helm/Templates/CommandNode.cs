namespace OptaPS.Helm.Templates;

/// <summary>One stage of a pipeline.</summary>
internal sealed class CommandNode(TemplateSource source, int position) : Node(source, position)
{
    public List<Node> Arguments { get; } = [];

    public override string ToString() => string.Join(' ', Arguments.Select(a => a is PipeNode ? "(" + a + ")" : a.ToString()));
}
