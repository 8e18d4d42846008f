using OptaPS.Engine.Dag;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Execution;

/// <summary>
/// Orders the work of a plan. Each resource is one piece of work; a replaced one has a second piece, its deletion, which goes the other way
/// through the dependencies.
/// </summary>
internal sealed class OperationPlan
{
    private const string DeletionMark = "\u0000delete";
    private readonly Dictionary<string, PlannedResource> planned;
    private readonly HashSet<string> createFirst = new(StringComparer.Ordinal);

    internal OperationPlan(Plan plan, LayerState state, ProviderSet providers)
    {
        planned = plan.Resources.ToDictionary(resource => resource.Address, StringComparer.Ordinal);
        foreach (var resource in plan.Resources)
        {
            Graph.Add(resource.Address);
            if (resource.Action != PlannedAction.Replace)
                continue;
            Graph.Add(DeletionOf(resource.Address));
            if (providers.TraitsOf(resource.Type, resource.Address).CreateBeforeDelete)
                createFirst.Add(resource.Address);
        }

        foreach (var resource in plan.Resources.Where(resource => resource.Action != PlannedAction.Delete && resource.Action != PlannedAction.Forget))
        {
            foreach (var need in resource.DependsOn.Where(Graph.Contains))
                Graph.AddEdge(resource.Address, need);
        }

        foreach (var resource in plan.Resources.Where(resource => resource.Action == PlannedAction.Replace))
        {
            if (createFirst.Contains(resource.Address))
                Graph.AddEdge(DeletionOf(resource.Address), resource.Address);
            else
                Graph.AddEdge(resource.Address, DeletionOf(resource.Address));
        }

        AddDeletionOrder(state);
    }

    /// <summary>What needs what; names are addresses and <see cref="DeletionOf"/> of them.</summary>
    internal DirectedGraph Graph { get; } = new();

    /// <summary>True when the name stands for the deletion of a replaced resource.</summary>
    internal static bool IsDeletion(string name, out string address)
    {
        var deletion = name.EndsWith(DeletionMark, StringComparison.Ordinal);
        address = deletion ? name[..^DeletionMark.Length] : name;
        return deletion;
    }

    /// <summary>True when the replacement is made before the old resource is deleted.</summary>
    internal bool CreatesFirst(string address) => createFirst.Contains(address);

    private static string DeletionOf(string address) => address + DeletionMark;

    /// <summary>A resource is deleted after everything that is recorded to depend on it is deleted, or has been changed to do without it.</summary>
    private void AddDeletionOrder(LayerState state)
    {
        var soft = new List<(string Deletion, string After)>();
        foreach (var record in state.Resources.Values.OrderBy(record => record.Address, StringComparer.Ordinal))
        {
            foreach (var need in record.Dependencies)
            {
                if (Deletion(need) is not { } deletion)
                    continue;
                if (!createFirst.Contains(need) && Deletion(record.Address) is { } first && !createFirst.Contains(record.Address))
                    Graph.TryAddEdge(deletion, first);
                else if (Graph.Contains(record.Address) && (createFirst.Contains(need) || IsDelete(need)))
                    soft.Add((deletion, record.Address));
            }

            if (record.ReplacedAt is { } successor && Deletion(record.Address) is { } old)
            {
                soft.AddRange(planned.Values.Where(resource => resource.Address == successor || resource.DependsOn.Contains(successor, StringComparer.Ordinal)).Select(resource => (old, resource.Address)));
            }
        }

        // These only wish; where they would close a circle the deletion goes first.
        foreach (var (deletion, after) in soft.Where(pair => pair.Deletion != pair.After))
            Graph.TryAddEdge(deletion, after);
    }

    private bool IsDelete(string address) => planned.TryGetValue(address, out var resource) && resource.Action is (PlannedAction.Delete or PlannedAction.Forget);

    private string? Deletion(string address) => planned.TryGetValue(address, out var resource)
        ? resource.Action switch
        {
            PlannedAction.Delete or PlannedAction.Forget => address,
            PlannedAction.Replace => DeletionOf(address),
            _ => null,
        }
        : null;
}
