namespace OptaPS.Helm.Templates;

/// <summary>A chain of fields of any term.</summary>
internal sealed class ChainNode(TemplateSource source, int position, Node term, string[] fields) : Node(source, position)
{
    public Node Term { get; } = term;

    public string[] Fields { get; } = fields;

    public override string ToString() => (Term is PipeNode ? "(" + Term + ")" : Term.ToString()) + "." + string.Join('.', Fields);
}
