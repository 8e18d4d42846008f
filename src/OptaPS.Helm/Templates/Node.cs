namespace OptaPS.Helm.Templates;

/// <summary>A node of a parsed template; its text is what error messages quote.</summary>
internal abstract class Node(TemplateSource source, int position)
{
    /// <summary>The file, or string, that the node was parsed from.</summary>
    public TemplateSource Source { get; } = source;

    /// <summary>Offset in the source text.</summary>
    public int Position { get; } = position;
}
