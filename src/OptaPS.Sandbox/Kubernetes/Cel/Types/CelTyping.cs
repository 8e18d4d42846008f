namespace OptaPS.Sandbox.Kubernetes.Cel.Types;

/// <summary>What a check found out about the parts of an expression.</summary>
internal sealed class CelTyping
{
    private readonly Dictionary<CelNode, CelType> types = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CelNode, IReadOnlyList<CelOverload>> overloads = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CelNode, CelLoop> loops = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CelNode, CelNode> rewrites = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is wrong, with places in the text.</summary>
    public List<(int At, string Message)> Errors { get; } = [];

    public CelType TypeOf(CelNode node) => types.GetValueOrDefault(node, CelType.Dyn);

    /// <summary>The signatures that a call may mean.</summary>
    public IReadOnlyList<CelOverload> OverloadsOf(CelNode node) => overloads.GetValueOrDefault(node, []);

    public CelLoop? LoopOf(CelNode node) => loops.GetValueOrDefault(node);

    /// <summary>What stands for the form.</summary>
    public CelNode? RewriteOf(CelNode node) => rewrites.GetValueOrDefault(node);

    public CelType Set(CelNode node, CelType type) => types[node] = type;

    public void Set(CelNode node, IReadOnlyList<CelOverload> found) => overloads[node] = found;

    public void Set(CelNode node, CelLoop loop) => loops[node] = loop;

    public void Set(CelNode node, CelNode rewrite) => rewrites[node] = rewrite;

    /// <summary>All complaints as the real server's compiler shows them.</summary>
    public string Shown(string text) => string.Join('\n', Errors.Distinct().OrderBy(error => error.At).Select(error => CelRule.Shown(text, error.At, error.Message)));
}
