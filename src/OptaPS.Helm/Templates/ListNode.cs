namespace OptaPS.Helm.Templates;

/// <summary>A sequence of nodes.</summary>
internal sealed class ListNode(TemplateSource source, int position) : Node(source, position)
{
    public List<Node> Nodes { get; } = [];

    /// <summary>True when only white space and definitions are in the list.</summary>
    public bool IsEmpty => Nodes.TrueForAll(n => n is TextNode t && t.Text.AsSpan().Trim().IsEmpty);

    public override string ToString() => string.Concat(Nodes);
}
