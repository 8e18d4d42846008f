namespace OptaPS.Helm.Templates;

/// <summary>The name of a function.</summary>
internal sealed class IdentifierNode(TemplateSource source, int position, string name, GoFunction function) : Node(source, position)
{
    public string Name { get; } = name;

    public GoFunction Function { get; } = function;

    public override string ToString() => Name;
}
