namespace OptaPS.Helm.Templates;

/// <summary>Calls a named template.</summary>
internal sealed class TemplateNode(TemplateSource source, int position, string name, PipeNode? pipe) : Node(source, position)
{
    public string Name { get; } = name;

    public PipeNode? Pipe { get; } = pipe;

    public override string ToString() => "{{template " + GoQuote.Quote(Name) + (Pipe is null ? "" : " " + Pipe) + "}}";
}
