namespace OptaPS.Engine.Planning;

/// <summary>How a plan is made.</summary>
public sealed record PlanOptions
{
    /// <summary>Only these addresses and what they need. A final <c>/*</c> takes a whole module. Empty for everything.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Not these addresses nor what needs them. A final <c>/*</c> takes a whole module.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>Only take the live state into the record; change nothing outside.</summary>
    public bool RefreshOnly { get; init; }

    /// <summary>Addresses that changed; one that nothing recorded has any more is no error.</summary>
    public IReadOnlyList<AddressMove> Moves { get; init; } = [];

    /// <summary>Leaves recorded resources alone that the graph does not have, instead of deleting them.</summary>
    public bool KeepOrphans { get; init; }

    /// <summary>Allows resources that hold data to be replaced or deleted.</summary>
    public bool AllowDataLoss { get; init; }

    /// <summary>Plans the removal of everything that the state records, in reverse order of dependencies.</summary>
    public bool Destroy { get; init; }
}
