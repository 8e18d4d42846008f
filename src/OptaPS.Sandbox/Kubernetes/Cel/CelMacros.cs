using System.Collections;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>Forms that evaluate an expression for every item.</summary>
internal static class CelMacros
{
    private static readonly string[] Names = ["all", "exists", "exists_one", "existsOne", "map", "filter", "optMap", "optFlatMap", "transformList", "sortBy"];

    public static bool Applies(CelNode node) => Names.Contains(node.Text) && node.Parts.Count >= 3 && node.Parts[1].Kind == CelKind.Name;

    public static object? Run(object? target, CelNode node, IReadOnlyDictionary<string, object?> variables)
    {
        if (target is CelOptional optional)
            return Optional(optional, node, variables);
        var items = target switch
        {
            IDictionary<string, object?> map => map.Keys.Cast<object?>().ToList(),
            IList list => list.Cast<object?>().ToList(),
            _ => throw new CelException("expression of type '" + CelValues.Name(target) + "' cannot be range of a comprehension")
        };
        object? At(object? item, int part) => Scope(node, item, variables).Evaluate(node.Parts[part]);
        bool Holds(object? item) => CelEvaluator.Truth(At(item, 2));
        switch (node.Text)
        {
            case "all":
                return Decide(items, Holds, false);
            case "exists":
                return Decide(items, Holds, true);
            case "exists_one" or "existsOne":
                return items.Count(Holds) == 1;
            case "filter":
                return items.Where(Holds).ToList();
            case "map":
                return node.Parts.Count > 3 ? items.Where(Holds).Select(item => At(item, 3)).ToList() : items.Select(item => At(item, 2)).ToList();
            default:
                throw new CelException($"OPTA8005 the sandbox does not evaluate {node.Text}()") { IsUnsupported = true };
        }
    }

    /// <summary>An item may fail when another one decides.</summary>
    private static bool Decide(List<object?> items, Func<object?, bool> holds, bool decides)
    {
        CelException? failure = null;
        foreach (var item in items)
        {
            try
            {
                if (holds(item) == decides)
                    return decides;
            }
            catch (CelException e) when (!e.IsUnsupported)
            {
                failure ??= e;
            }
        }

        return failure is null ? !decides : throw failure;
    }

    private static object? Optional(CelOptional optional, CelNode node, IReadOnlyDictionary<string, object?> variables)
    {
        if (!optional.Has)
            return CelOptional.None;
        var value = Scope(node, optional.Value, variables).Evaluate(node.Parts[2]);
        return node.Text == "optMap" ? new CelOptional(true, value) : value;
    }

    private static CelEvaluator Scope(CelNode node, object? item, IReadOnlyDictionary<string, object?> variables) =>
        new(new Dictionary<string, object?>(variables, StringComparer.Ordinal) { [node.Parts[1].Text] = item });
}
