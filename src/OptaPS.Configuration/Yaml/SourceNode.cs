namespace OptaPS.Configuration.Yaml;

/// <summary>A node of a file as written, before it has a meaning.</summary>
internal abstract class SourceNode
{
    protected SourceNode(int line, int column) => (Line, Column) = (line, column);

    public int Line { get; }

    public int Column { get; }

    /// <summary>Number of nodes below and including this one after all aliases are expanded.</summary>
    public long Weight { get; protected set; } = 1;

    /// <summary>The word that messages use.</summary>
    public abstract string KindName { get; }
}
