namespace OptaPS.Sandbox.Kubernetes.Cel.Types;

/// <summary>What a form such as <c>all</c> stands for: a walk over a range that gathers a result.</summary>
/// <param name="Range">What is walked over; null when a value only gets a name.</param>
/// <param name="Variable">Name of the item, or of the value.</param>
/// <param name="Start">First value of the result, or the named value.</param>
/// <param name="Condition">Whether to go on.</param>
/// <param name="Step">New value of the result.</param>
/// <param name="Result">The answer.</param>
internal sealed record CelLoop(CelNode? Range, string Variable, CelNode Start, CelNode Condition, CelNode Step, CelNode Result)
{
    /// <summary>Name of the gathered result.</summary>
    public const string Gathered = "@result";

    /// <summary>The walk that a form stands for, or null when it is no such form.</summary>
    public static CelLoop? Of(CelNode node)
    {
        if (node.Kind != CelKind.Method || node.Parts.Count is < 3 or > 4 || node.Parts[1].Kind != CelKind.Name || (node.Parts.Count == 4 && node.Text != "map"))
            return null;
        CelNode Make(CelKind kind, string text, params IReadOnlyList<CelNode> parts) => new(kind, text, null, parts, node.At);
        CelNode Literal(object value) => new(CelKind.Literal, "", value, [], node.At);
        CelNode SoFar() => Make(CelKind.Name, Gathered);
        var (range, name, last) = (node.Parts[0], node.Parts[1].Text, node.Parts[^1]);
        CelNode With(CelNode item) => Make(CelKind.Binary, "+", SoFar(), Make(CelKind.List, "[", item));
        return node.Text switch
        {
            "all" => new CelLoop(range, name, Literal(true), Make(CelKind.Call, "@not_strictly_false", SoFar()), Make(CelKind.Binary, "&&", SoFar(), last), SoFar()),
            "exists" => new CelLoop(range, name, Literal(false), Make(CelKind.Call, "@not_strictly_false", Make(CelKind.Unary, "!", SoFar())), Make(CelKind.Binary, "||", SoFar(), last), SoFar()),
            "exists_one" or "existsOne" => new CelLoop(range, name, Literal(0L), Literal(true), Make(CelKind.Choice, "?", last, Make(CelKind.Binary, "+", SoFar(), Literal(1L)), SoFar()), Make(CelKind.Binary, "==", SoFar(), Literal(1L))),
            "map" => new CelLoop(range, name, Make(CelKind.List, "["), Literal(true), node.Parts.Count == 3 ? With(last) : Make(CelKind.Choice, "?", node.Parts[2], With(last), SoFar()), SoFar()),
            "filter" => new CelLoop(range, name, Make(CelKind.List, "["), Literal(true), Make(CelKind.Choice, "?", last, With(node.Parts[1]), SoFar()), SoFar()),
            _ => null
        };
    }

    /// <summary>What <c>optMap</c> and <c>optFlatMap</c> stand for, or null; the value's name is given by a call of <c>@bind</c>.</summary>
    public static CelNode? Optional(CelNode node)
    {
        if (node is not { Kind: CelKind.Method, Text: "optMap" or "optFlatMap", Parts.Count: 3 } || node.Parts[1].Kind != CelKind.Name)
            return null;
        CelNode Make(CelKind kind, string text, params IReadOnlyList<CelNode> parts) => new(kind, text, null, parts, node.At);
        CelNode Optionally(string name, params IReadOnlyList<CelNode> arguments) => Make(CelKind.Method, name, [Make(CelKind.Name, "optional"), .. arguments]);
        var bound = Make(CelKind.Call, "@bind", node.Parts[1], Make(CelKind.Method, "value", node.Parts[0]), node.Parts[2]);
        return Make(CelKind.Choice, "?", Make(CelKind.Method, "hasValue", node.Parts[0]), node.Text == "optMap" ? Optionally("of", bound) : bound, Optionally("none"));
    }
}
