namespace OptaPS.Engine.Resources;

/// <summary>A member of a <see cref="ResourceGraph"/>: a managed resource or a lookup.</summary>
public interface IGraphNode
{
    /// <summary>Unique and stable within a layer.</summary>
    string Address { get; }

    /// <summary>Which provider and type.</summary>
    ResourceType Type { get; }
}
