namespace OptaPS.Helm.Templates;

/// <summary>if, with, or range.</summary>
internal sealed class BranchNode(TemplateSource source, int position, TokenKind kind, PipeNode pipe, ListNode list, ListNode? elseList) : Node(source, position)
{
    /// <summary>If, With or Range.</summary>
    public TokenKind Kind { get; } = kind;

    public PipeNode Pipe { get; } = pipe;

    public ListNode List { get; } = list;

    public ListNode? ElseList { get; } = elseList;

    public override string ToString()
    {
        var name = Kind == TokenKind.If ? "if" : Kind == TokenKind.With ? "with" : "range";
        return "{{" + name + " " + Pipe + "}}" + List + (ElseList is null ? "" : "{{else}}" + ElseList) + "{{end}}";
    }
}
