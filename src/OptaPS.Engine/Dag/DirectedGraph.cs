namespace OptaPS.Engine.Dag;

/// <summary>Names and which of them need which others. Knows nothing about what the names stand for.</summary>
internal sealed class DirectedGraph
{
    private readonly List<string> names = [];
    private readonly Dictionary<string, HashSet<string>> needs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> neededBy = new(StringComparer.Ordinal);

    internal IReadOnlyList<string> Names => names;

    internal bool Contains(string name) => needs.ContainsKey(name);

    internal IReadOnlySet<string> Needs(string name) => needs[name];

    internal IReadOnlySet<string> NeededBy(string name) => neededBy[name];

    internal void Add(string name)
    {
        if (!needs.TryAdd(name, new HashSet<string>(StringComparer.Ordinal)))
            return;
        neededBy[name] = new HashSet<string>(StringComparer.Ordinal);
        names.Add(name);
    }

    internal void AddEdge(string name, string need)
    {
        needs[name].Add(need);
        neededBy[need].Add(name);
    }

    /// <summary>Adds the edge unless it would close a cycle; false when it would.</summary>
    internal bool TryAddEdge(string name, string need)
    {
        if (Closure([need], Needs).Contains(name))
            return false;
        AddEdge(name, need);
        return true;
    }

    /// <summary>All names so that needs come first; otherwise in the order in which they were added. Names on a cycle are left out.</summary>
    internal IReadOnlyList<string> Order()
    {
        var open = names.ToDictionary(name => name, name => needs[name].Count, StringComparer.Ordinal);
        var rank = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
            rank[names[i]] = i;
        var ready = new PriorityQueue<string, int>();
        foreach (var name in names.Where(name => open[name] == 0))
            ready.Enqueue(name, rank[name]);

        var order = new List<string>(names.Count);
        while (ready.TryDequeue(out var name, out _))
        {
            order.Add(name);
            foreach (var dependent in neededBy[name])
            {
                if (--open[dependent] == 0)
                    ready.Enqueue(dependent, rank[dependent]);
            }
        }

        return order;
    }

    /// <summary>One cycle as a path that begins and ends with the same name, or null when there is none.</summary>
    internal IReadOnlyList<string>? FindCycle()
    {
        var order = Order();
        if (order.Count == names.Count)
            return null;

        // Every name that is left needs another one that is left; walking along needs must come round.
        var left = new HashSet<string>(names.Except(order, StringComparer.Ordinal), StringComparer.Ordinal);
        var path = new List<string>();
        var current = names.First(left.Contains);
        while (!path.Contains(current, StringComparer.Ordinal))
        {
            path.Add(current);
            current = needs[current].Where(left.Contains).Order(StringComparer.Ordinal).First();
        }

        return [.. path[path.IndexOf(current)..], current];
    }

    /// <summary>The names and all that they need.</summary>
    internal HashSet<string> NeedsOf(IEnumerable<string> from) => Closure(from, Needs);

    /// <summary>The names and all that need them.</summary>
    internal HashSet<string> DependentsOf(IEnumerable<string> from) => Closure(from, NeededBy);

    /// <summary>For each name the length of the longest chain from its start to the end of everything that waits for it.</summary>
    internal Dictionary<string, TimeSpan> LongestRemaining(Func<string, TimeSpan> duration)
    {
        var longest = new Dictionary<string, TimeSpan>(names.Count, StringComparer.Ordinal);
        foreach (var name in Order().Reverse())
        {
            var after = TimeSpan.Zero;
            foreach (var dependent in neededBy[name])
            {
                if (longest.TryGetValue(dependent, out var length) && length > after)
                    after = length;
            }

            longest[name] = duration(name) + after;
        }

        return longest;
    }

    private static HashSet<string> Closure(IEnumerable<string> from, Func<string, IReadOnlySet<string>> next)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from);
        while (open.TryPop(out var name))
        {
            if (!found.Add(name))
                continue;
            foreach (var other in next(name))
                open.Push(other);
        }

        return found;
    }
}
