namespace OptaPS.Helm.Templates;

/// <summary>Literal text.</summary>
internal sealed class TextNode(TemplateSource source, int position, string text) : Node(source, position)
{
    public string Text { get; } = text;

    public override string ToString() => Text;
}
