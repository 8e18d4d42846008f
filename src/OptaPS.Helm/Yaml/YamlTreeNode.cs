namespace OptaPS.Helm.Yaml;

/// <summary>A node of a YAML document.</summary>
internal sealed class YamlTreeNode(YamlTreeKind kind, string tag)
{
    public YamlTreeKind Kind { get; } = kind;

    /// <summary>The full tag, empty when none is written.</summary>
    public string Tag { get; } = tag;

    /// <summary>Text of a scalar, or name of an alias.</summary>
    public string Text { get; init; } = "";

    /// <summary>True for a plain scalar, whose type depends on its text.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Items of a sequence; keys and values in turn of a mapping.</summary>
    public List<YamlTreeNode> Children { get; } = [];

    /// <summary>What an alias stands for.</summary>
    public YamlTreeNode? Target { get; init; }

    /// <summary>True while the node is being decoded, to find aliases that contain themselves.</summary>
    public bool IsOpen { get; set; }
}
