namespace OptaPS.Helm.Templates;

/// <summary>break or continue.</summary>
internal sealed class JumpNode(TemplateSource source, int position, bool isBreak) : Node(source, position)
{
    public bool IsBreak { get; } = isBreak;

    public override string ToString() => IsBreak ? "{{break}}" : "{{continue}}";
}
