namespace OptaPS.Helm.Templates;

/// <summary>A pipeline with optional variable declarations.</summary>
internal sealed class PipeNode(TemplateSource source, int position) : Node(source, position)
{
    public List<VariableNode> Declarations { get; } = [];

    public List<CommandNode> Commands { get; } = [];

    /// <summary>True for =, false for :=.</summary>
    public bool IsAssign { get; set; }

    public override string ToString() =>
        (Declarations.Count == 0 ? "" : string.Join(", ", Declarations) + (IsAssign ? " = " : " := ")) + string.Join(" | ", Commands);
}
