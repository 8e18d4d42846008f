namespace OptaPS.Helm.Templates;

/// <summary>A string constant.</summary>
internal sealed class StringNode(TemplateSource source, int position, string quoted, string text) : Node(source, position)
{
    public string Text { get; } = text;

    public override string ToString() => quoted;
}
