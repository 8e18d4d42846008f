using OptaPS.Configuration.Values;

namespace OptaPS.Configuration.Yaml;

/// <summary>A single value as written.</summary>
internal sealed class ScalarNode : SourceNode
{
    public ScalarNode(string text, bool isPlain, string? tag, int line, int column, int endLine, int endColumn)
        : base(line, column)
    {
        Text = text;
        IsPlain = isPlain;
        Tag = tag;
        EndLine = endLine;
        EndColumn = endColumn;
        Resolved = CoreSchema.Resolve(this);
    }

    public string Text { get; }

    /// <summary>True for text without quotes and not in a block.</summary>
    public bool IsPlain { get; }

    public string? Tag { get; }

    public int EndLine { get; }

    public int EndColumn { get; }

    /// <summary>The value by the YAML 1.2 core schema, without location; <see cref="ConfigNull"/> for null.</summary>
    public ConfigValue Resolved { get; }

    public bool IsNull => Resolved is ConfigNull;

    public override string KindName => Resolved is ConfigScalar scalar ? scalar.KindName : "null";
}
