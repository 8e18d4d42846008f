using System.Collections.Concurrent;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>An expression that was read once and is evaluated often.</summary>
internal sealed class CelRule
{
    private readonly CelNode node;

    private CelRule(string text, CelNode node) => (Text, this.node) = (text, node);

    public string Text { get; }

    /// <summary>Reads an expression; throws <see cref="CelException"/> when it cannot be read.</summary>
    public static CelRule Read(string text, ConcurrentDictionary<string, CelRule>? cache = null) => cache is null ? new CelRule(text, CelParser.Parse(text)) : cache.GetOrAdd(text, key => new CelRule(key, CelParser.Parse(key)));

    /// <summary>The complaint of the real server's compiler about a text that cannot be read.</summary>
    public static string Complaint(string text, CelException error)
    {
        var column = error.At < 0 ? 0 : error.At;
        return $"compilation failed: ERROR: <input>:1:{column + 1}: {error.Message}\n | {text}\n | {new string('.', column)}^";
    }

    /// <summary>The first function that the sandbox does not know, or null.</summary>
    public string? UnknownFunction() => CelFunctions.Unknown(node);

    /// <summary>The type of an expression that is a plain constant, or null.</summary>
    public string? ConstantType => node.Kind != CelKind.Literal ? null : node.Value switch
    {
        bool => "bool",
        long => "int",
        double => "double",
        string => "string",
        _ => null
    };

    public bool Mentions(string name) => Mentions(node, name);

    public object? Evaluate(IReadOnlyDictionary<string, object?> variables) => new CelEvaluator(variables).Evaluate(node);

    private static bool Mentions(CelNode node, string name) => (node.Kind == CelKind.Name && node.Text == name) || node.Parts.Any(part => Mentions(part, name));
}
