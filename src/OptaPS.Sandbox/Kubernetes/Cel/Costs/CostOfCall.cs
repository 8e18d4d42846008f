namespace OptaPS.Sandbox.Kubernetes.Cel.Costs;

/// <summary>The cost of one call of an operator or function, with the size of its answer where that is known.</summary>
/// <param name="estimator">Knows the sizes.</param>
/// <param name="node">The call.</param>
/// <param name="target">What a method is called on.</param>
/// <param name="arguments">The arguments.</param>
/// <param name="costs">Costs of the arguments.</param>
internal sealed class CostOfCall(CostEstimator estimator, CelNode node, CelNode? target, IReadOnlyList<CelNode> arguments, IReadOnlyList<ulong> costs)
{
    private const double PerCharacter = CostEstimator.PerCharacter;

    private ulong Arguments => costs.Aggregate(0UL, Saturating.Add);

    public (ulong Cost, SizeRange? Size) Estimate(string overload)
    {
        var (cost, size) = Library(overload) ?? Language(overload);
        return overload is "conditional" or "logical_and" or "logical_or" ? (cost, size) : (Saturating.Add(cost, Arguments), size);
    }

    private SizeRange Argument(int index) => estimator.SizeOrUnknown(arguments[index]);

    private SizeRange Target => estimator.SizeOrUnknown(target!);

    /// <summary>Functions of the Kubernetes libraries.</summary>
    private (ulong Cost, SizeRange? Size)? Library(string overload)
    {
        switch (node.Text)
        {
            case "isSorted" or "sum" or "max" or "min" or "indexOf" or "lastIndexOf" when target is not null:
                return (Walk(), null);
            case "url" when arguments.Count == 1:
                return (Argument(0).Cost(PerCharacter), Argument(0));
            case "lowerAscii" or "upperAscii" or "substring" or "trim" when target is not null:
                return (Target.Cost(PerCharacter), Target);
            case "replace" when target is not null && arguments.Count >= 2:
                return (Target.Cost(2 * PerCharacter), Replaced(Target, Argument(0), Argument(1)));
            case "split" when target is not null:
                return (Target.Cost(2 * PerCharacter), new SizeRange(0, arguments.Count > 1 && arguments[1].Value is long limit ? (ulong)limit : Target.Max));
            case "join" when target is not null:
                var joined = Joined();
                return (joined.Cost(PerCharacter), joined);
            case "find" or "findAll" when target is not null && arguments.Count >= 1:
                return (Pattern(), new SizeRange(0, Target.Max));
            case "isIP" or "isCIDR" or "cidr" or "ip" or "quantity" or "isQuantity" when arguments.Count >= 1 && node.Kind == CelKind.Call:
                return (Argument(0).Cost(PerCharacter), null);
            case "validate" when arguments.Count >= 1:
                // No pattern is longer than 128 characters.
                return (Saturating.Scale(Argument(0).Cost(PerCharacter), 128 * CostEstimator.PerPatternCharacter), null);
            case "containsIP" or "containsCIDR" when arguments.Count >= 1:
                ulong compared = node.Text == "containsIP" ? 4UL : 7;
                return (overload.EndsWith("_string", StringComparison.Ordinal) ? Saturating.Add(compared, Argument(0).Cost(PerCharacter)) : compared, null);
            case "==" when estimator.TypeOf(arguments[0]).Name == estimator.TypeOf(arguments[1]).Name:
                return Equal(estimator.TypeOf(arguments[0]).Name);
            default:
                return null;
        }
    }

    private (ulong Cost, SizeRange? Size)? Equal(string type) => type switch
    {
        "net.IP" or "net.CIDR" or "kubernetes.Quantity" => (1, null),
        "kubernetes.URL" => (Saturating.Scale(estimator.SizeOf(arguments[1])?.Max ?? 1, PerCharacter), null),
        _ => null
    };

    /// <summary>Operators and functions of the language itself.</summary>
    private (ulong Cost, SizeRange? Size) Language(string overload)
    {
        switch (overload)
        {
            case "string_format":
                return (Target.Cost(PerCharacter), null);
            case "string_to_bytes":
                return (Argument(0).Cost(PerCharacter), new SizeRange(Argument(0).Min, unchecked(Argument(0).Max * 4)));
            case "bytes_to_string":
                return (Argument(0).Cost(PerCharacter), new SizeRange(Argument(0).Min / 4, Argument(0).Max));
            case "starts_with_string" or "ends_with_string":
                return (Argument(0).Cost(PerCharacter), null);
            case "in_list":
                return (Argument(1).Max, null);
            case "matches_string":
                return (Pattern(), null);
            case "contains_string":
                return (Saturating.Multiply(Target.Cost(PerCharacter), Argument(0).Cost(PerCharacter)), null);
            case "logical_and" or "logical_or":
                return (Arguments, null);
            case "conditional":
                estimator.SetEntry(node, EntryRange.Union(estimator.EntryOf(arguments[1]), estimator.EntryOf(arguments[2])));
                return (Saturating.Add(costs[0], Math.Max(costs[1], costs[2])), Argument(1).Union(Argument(2)));
            case "add_string" or "add_bytes" or "add_list":
                var sum = Argument(0).Add(Argument(1));
                estimator.SetEntry(node, EntryRange.Union(estimator.EntryOf(arguments[0]), estimator.EntryOf(arguments[1])));
                return (overload == "add_list" ? 1 : sum.Cost(PerCharacter), sum);
            case "equals" or "not_equals" or "less_string" or "less_bytes" or "less_equals_string" or "less_equals_bytes" or "greater_string" or "greater_bytes" or "greater_equals_string" or "greater_equals_bytes":
                return (Saturating.Scale(Math.Min(Argument(0).Max, Argument(1).Max), PerCharacter), null);
            default:
                return (1, null);
        }
    }

    /// <summary>Comparing all items of a list, or walking over a text.</summary>
    private ulong Walk()
    {
        if (estimator.ItemOf(target!) is not { } item)
            return Target.Cost(PerCharacter);
        return Saturating.Multiply(Target.Max, item.Type.Name is "string" or "bytes" ? Saturating.Add(1, item.Size.Cost(PerCharacter)) : 1);
    }

    private ulong Pattern() => Saturating.Multiply(Target.Add(SizeRange.Exactly(1)).Cost(PerCharacter), Argument(0).Cost(CostEstimator.PerPatternCharacter));

    private SizeRange Joined()
    {
        var size = estimator.ItemOf(target!) is { } item ? Target.Multiply(item.Size) : default;
        if (arguments.Count == 0)
            return size;
        var between = new SizeRange(Target.Min > 0 ? Target.Min - 1 : 0, Target.Max > 0 ? Target.Max - 1 : 0);
        return size.Add(Argument(0).Multiply(between));
    }

    /// <summary>The size of a text after replacing.</summary>
    private static SizeRange Replaced(SizeRange text, SizeRange from, SizeRange to)
    {
        var (least, keptLeast) = Count(text.Min, from.Max, grows: from.Max > to.Min);
        var (most, keptMost) = Count(text.Max, from.Min, grows: to.Max > from.Min);
        return new SizeRange(least, most).Multiply(to).Add(new SizeRange(keptLeast, keptMost));
    }

    private static (ulong Times, ulong Kept) Count(ulong text, ulong from, bool grows)
    {
        if (from == 0)
            return (Saturating.Add(text, 1), text);
        return grows ? ((ulong)Math.Min(Math.Ceiling((double)text / from), 18446744073709549568.0), 0) : (0, text);
    }
}
