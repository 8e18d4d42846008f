namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>What a type's handlers offer and how long they take.</summary>
internal sealed record HandlerFacts
{
    /// <summary>Letters of the operations that exist: C, R, U, D, L; empty for a type that cannot be provisioned on its own.</summary>
    public string Handlers { get; init; } = "";

    /// <summary>Property that a list request must give in its resource model, or null.</summary>
    public string? ListNeeds { get; init; }

    /// <summary>True when the list handler may make every call of the read handler, by their published permissions; lists of other types show identifiers only.</summary>
    public bool ListsWhole { get; init; }

    /// <summary>Paths that no read returns; <c>*</c> stands for every element.</summary>
    public IReadOnlyList<string> WriteOnly { get; init; } = [];

    /// <summary>Nested paths that cannot change after creation.</summary>
    public IReadOnlyList<string> CreateOnly { get; init; } = [];

    /// <summary>Usual duration in simulated seconds.</summary>
    public double CreateSeconds { get; init; }

    public double UpdateSeconds { get; init; }

    public double DeleteSeconds { get; init; }
}
