namespace OptaPS.Helm.Templates;

/// <summary>{{end}} or {{else}}; only lives while parsing.</summary>
internal sealed class MarkerNode(TemplateSource source, int position, bool isEnd) : Node(source, position)
{
    public bool IsEnd { get; } = isEnd;

    public override string ToString() => IsEnd ? "{{end}}" : "{{else}}";
}
