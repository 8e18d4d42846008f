using OptaPS.Sandbox.Kubernetes.Cel.Types;

namespace OptaPS.Sandbox.Kubernetes.Cel.Costs;

/// <summary>
/// Estimates what evaluating an expression can cost at most, as the real server does when rules are written. Units: 1 for reading a name or a field and for
/// a plain function, a tenth per character of a text that is walked over, 10 and 30 for making a list or a map, the body as often as a list can have items.
/// </summary>
internal sealed class CostEstimator(CelTyping typing, DeclaredType root)
{
    /// <summary>Walking over a character.</summary>
    public const double PerCharacter = 0.1;

    /// <summary>A character of a pattern, for each tenth of a character that it is applied to.</summary>
    public const double PerPatternCharacter = 0.25;

    private readonly Dictionary<CelNode, DataPlace> places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CelNode, SizeRange> sizes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CelNode, EntryRange> entries = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Stack<Local>> locals = new(StringComparer.Ordinal);

    /// <summary>What is known of a name that a form gives.</summary>
    private sealed record Local(DataPlace? Place, SizeRange? Size, EntryRange? Entry);

    public ulong Cost(CelNode node)
    {
        if (typing.RewriteOf(node) is { } form)
            return Copied(node, form, Cost(form));
        if (typing.LoopOf(node) is { } loop)
            return Loop(node, loop);
        switch (node.Kind)
        {
            case CelKind.Literal:
                return 0;
            case CelKind.Name:
                places.Remove(node);
                if (Find(node.Text) is not { } local)
                    places[node] = new DataPlace(root);
                else if (local.Place is { } place)
                    places[node] = place;
                return 1;
            case CelKind.Select:
                return Select(node);
            case CelKind.List:
                return List(node);
            case CelKind.Map:
                return Map(node);
            case CelKind.OptionalSelect:
                return Saturating.Add(Cost(node.Parts[0]), 1);
            case CelKind.Call when node.Text == "has":
                return Cost(node.Parts[0].Parts[0]);
            case CelKind.Call when node.Text == "dyn":
                return Copied(node, node.Parts[0], Saturating.Add(Cost(node.Parts[0]), 1));
            case CelKind.Call when node.Text == "@bind":
                return Bind(node);
            default:
                return Call(node);
        }
    }

    /// <summary>The size of an expression's value, or null when nothing is known.</summary>
    public SizeRange? SizeOf(CelNode node)
    {
        if (sizes.TryGetValue(node, out var known))
            return known;
        if (Written(node) is { } written)
            return SizeRange.Exactly(written);
        if (PlaceOf(node)?.Size is { } declared)
            return sizes[node] = declared;
        if (typing.TypeOf(node).IsScalar)
            return SizeRange.Exactly(1);
        return node.Kind == CelKind.Name ? Find(node.Text)?.Size : null;
    }

    public SizeRange SizeOrUnknown(CelNode node) => SizeOf(node) ?? SizeRange.Unknown;

    public EntryRange? EntryOf(CelNode node) => entries.GetValueOrDefault(node) ?? (node.Kind == CelKind.Name ? Find(node.Text)?.Entry : null);

    public void SetEntry(CelNode node, EntryRange? entry)
    {
        if (entry is not null)
            entries[node] = entry;
    }

    /// <summary>The size of the items of a list, and whether they are texts; null when the type has no items.</summary>
    public (CelType Type, SizeRange Size)? ItemOf(CelNode node)
    {
        if (typing.TypeOf(node) is not { Parameters: [var item, ..] })
            return null;
        return (item, (PlaceOf(node) is { } place ? DataPlace.Step(place, "@items", root).Size : null) ?? SizeRange.Unknown);
    }

    public CelType TypeOf(CelNode node) => typing.TypeOf(node);

    private static ulong? Written(CelNode node) => node.Kind switch
    {
        CelKind.Literal => node.Value switch { string text => (ulong)text.EnumerateRunes().Count(), byte[] bytes => (ulong)bytes.Length, _ => 1UL },
        CelKind.List => (ulong)node.Parts.Count,
        CelKind.Map => (ulong)node.Parts.Count / 2,
        _ => null
    };

    private Local? Find(string name) => locals.TryGetValue(name, out var stack) && stack.TryPeek(out var local) ? local : null;

    private DataPlace? PlaceOf(CelNode node) => node.Kind == CelKind.Name && Find(node.Text) is { } local ? local.Place : places.GetValueOrDefault(node);

    private ulong Copied(CelNode node, CelNode from, ulong cost)
    {
        if (SizeOf(from) is { } size)
            sizes[node] = size;
        SetEntry(node, EntryOf(from));
        return cost;
    }

    private ulong Select(CelNode node)
    {
        var cost = Cost(node.Parts[0]);
        var type = typing.TypeOf(node.Parts[0]);
        places[node] = DataPlace.Step(PlaceOf(node.Parts[0]), node.Text, root);
        return type.IsMap || type.IsObject || type.Name == "_" ? Saturating.Add(cost, 1) : cost;
    }

    private ulong List(CelNode node)
    {
        ulong sum = 10;
        var item = new SizeRange(node.Parts.Count == 0 ? 0 : ulong.MaxValue, 0);
        foreach (var part in node.Parts)
        {
            sum = Saturating.Add(sum, Cost(part));
            item = item.Union(SizeOrUnknown(part));
        }

        entries[node] = new EntryRange(true, SizeRange.Exactly(1), item);
        return sum;
    }

    private ulong Map(CelNode node)
    {
        ulong sum = 30;
        var start = new SizeRange(node.Parts.Count == 0 ? 0 : ulong.MaxValue, 0);
        var ranges = new[] { start, start };
        for (var i = 0; i < node.Parts.Count; i++)
        {
            sum = Saturating.Add(sum, Cost(node.Parts[i]));
            ranges[i % 2] = ranges[i % 2].Union(SizeOrUnknown(node.Parts[i]));
        }

        entries[node] = new EntryRange(false, ranges[0], ranges[1]);
        return sum;
    }

    private ulong Bind(CelNode node)
    {
        var sum = Saturating.Add(10, Cost(node.Parts[1]));
        Push(node.Parts[0].Text, new Local(PlaceOf(node.Parts[1]), SizeOf(node.Parts[1]), EntryOf(node.Parts[1])));
        sum = Saturating.Add(sum, Cost(node.Parts[2]));
        locals[node.Parts[0].Text].Pop();
        return Copied(node, node.Parts[2], sum);
    }

    private void Push(string name, Local local)
    {
        if (!locals.TryGetValue(name, out var stack))
            locals[name] = stack = new Stack<Local>();
        stack.Push(local);
    }

    private ulong Loop(CelNode node, CelLoop loop)
    {
        var range = loop.Range!;
        var sum = Saturating.Add(Cost(range), Cost(loop.Start));
        Push(CelLoop.Gathered, new Local(PlaceOf(loop.Start), SizeOf(loop.Start), EntryOf(loop.Start)));
        var entry = EntryOf(range);
        var isList = entry?.IsList ?? typing.TypeOf(range).IsList;
        Push(loop.Variable, new Local(DataPlace.Step(PlaceOf(range), isList ? "@items" : "@keys", root), isList ? entry?.Value : entry?.Key, null));
        var once = Saturating.Add(Cost(loop.Condition), Cost(loop.Step));
        locals[loop.Variable].Pop();
        sum = Saturating.Add(sum, Cost(loop.Result));
        locals[CelLoop.Gathered].Pop();
        var count = SizeOrUnknown(range);
        if (loop.Start.Kind == CelKind.Literal)
        {
            sizes[node] = SizeRange.Exactly(1);
        }
        else
        {
            sizes[node] = count;
            SetEntry(node, EntryOf(loop.Step));
        }

        return Saturating.Add(sum, Saturating.Multiply(count.Max, once));
    }

    private ulong Call(CelNode node)
    {
        var overloads = typing.OverloadsOf(node);
        // A function of a module has no target: the first part is the module's name.
        var isMember = node.Kind == CelKind.Method && overloads is [{ IsMember: true }, ..];
        var arguments = node.Kind == CelKind.Method ? node.Parts.Skip(1).ToList() : node.Parts;
        var costs = arguments.Select(Cost).ToList();
        if (overloads.Count == 0)
            return 0;
        var targetCost = isMember ? Cost(node.Parts[0]) : 0;
        var target = isMember ? node.Parts[0] : null;
        var call = new CostOfCall(this, node, target, arguments, costs);
        ulong most = 0;
        SizeRange? result = null;
        foreach (var overload in overloads)
        {
            var (cost, size) = call.Estimate(overload.Id);
            most = Math.Max(most, cost);
            if (size is { } given)
                result = result is { } before ? before.Union(given) : given;
            if (overload.Id is "index_list" or "index_map")
            {
                result = EntryOf(arguments[0])?.Value;
                places[node] = DataPlace.Step(PlaceOf(arguments[0]), overload.Id == "index_list" ? "@items" : "@values", root);
            }

            result ??= SizeOf(node);
        }

        if (result is { } found)
            sizes[node] = found;
        return Saturating.Add(targetCost, most);
    }
}
