using System.Collections.Concurrent;
using OptaPS.Sandbox.Kubernetes.Cel.Costs;
using OptaPS.Sandbox.Kubernetes.Cel.Types;

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
        return "compilation failed: " + Shown(text, error.At < 0 ? 0 : error.At, error.Message);
    }

    /// <summary>A message with the line that it is about and a mark below the place.</summary>
    public static string Shown(string text, int at, string message)
    {
        var start = text.LastIndexOf('\n', Math.Max(Math.Min(at, text.Length) - 1, 0)) + 1;
        if (at == 0)
            start = 0;
        var line = text.AsSpan(0, start).Count('\n') + 1;
        var end = text.IndexOf('\n', start);
        return $"ERROR: <input>:{line}:{at - start + 1}: {message}\n | {text[start..(end < 0 ? text.Length : end)]}\n | {new string('.', at - start)}^";
    }

    /// <summary>The types of the expression's parts, and what is wrong with them.</summary>
    /// <param name="variables">Types of the variables.</param>
    public CelTyping Check(IReadOnlyDictionary<string, CelType> variables)
    {
        var checker = new CelChecker(variables);
        checker.Check(node);
        return checker.Typing;
    }

    /// <summary>The greatest cost that one evaluation can have.</summary>
    /// <param name="typing">Answer of <see cref="Check"/>.</param>
    /// <param name="self">What is declared of the variable self.</param>
    public ulong Cost(CelTyping typing, DeclaredType self) => new CostEstimator(typing, self).Cost(node);

    /// <summary>The type of the whole expression.</summary>
    public CelType Result(CelTyping typing) => typing.TypeOf(node);

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
