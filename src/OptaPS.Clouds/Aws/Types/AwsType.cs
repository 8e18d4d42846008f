using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Types;

/// <summary>One row of the type table. Paths are JSON pointers into the document; <c>*</c> stands for every element.</summary>
internal sealed record AwsType
{
    /// <summary>The CloudFormation type.</summary>
    public required string Type { get; init; }

    /// <summary>The properties of the primary identifier, in order.</summary>
    public required IReadOnlyList<string> Identifier { get; init; }

    /// <summary>A change means replacement.</summary>
    public IReadOnlyList<string> CreateOnly { get; init; } = [];

    /// <summary>Never returned by a read; re-sent with every update.</summary>
    public IReadOnlyList<string> WriteOnly { get; init; } = [];

    /// <summary>Hold secrets.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>Arrays whose order has no meaning.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Policy documents, which come back as an object or as text.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Set at creation and then left to a controller.</summary>
    public IReadOnlyList<string> ServerOwned { get; init; } = [];

    /// <summary>Texts that the service turns into lower case.</summary>
    public IReadOnlyList<string> LowerCase { get; init; } = [];

    /// <summary>Domain names, which come back with a final dot and in lower case.</summary>
    public IReadOnlyList<string> DomainNames { get; init; } = [];

    /// <summary>How tags are carried.</summary>
    public TagStyle Tags { get; init; }

    /// <summary>The property that carries the tags.</summary>
    public string TagProperty { get; init; } = "Tags";

    /// <summary>How a lost create is found.</summary>
    public required FindRule Find { get; init; }

    /// <summary>True when the published schema lets the list handler make every call of the read handler, without a parent: its list may show whole resources.</summary>
    public bool ListsWhole { get; init; }

    /// <summary>Usual duration of a create in seconds.</summary>
    public int CreateSeconds { get; init; } = 10;

    /// <summary>Usual duration of a delete in seconds.</summary>
    public int DeleteSeconds { get; init; } = 10;

    /// <summary>The longest an operation may take, in minutes.</summary>
    public int DeadlineMinutes { get; init; } = 10;

    /// <summary>The downstream service whose limit the type shares.</summary>
    public required string Limiter { get; init; }

    /// <summary>Most operations at once on that service.</summary>
    public int MaxConcurrency { get; init; } = 5;

    /// <summary>True when the resource keeps data that cannot be made again.</summary>
    public bool HoldsData { get; init; }

    /// <summary>The property that makes the service refuse to delete the resource, or null when the type has none.</summary>
    public string? DeletionLock { get; init; }

    /// <summary>The row in the engine's terms.</summary>
    /// <param name="account">The account's id, for the limiter.</param>
    /// <param name="region">The region, for the limiter.</param>
    public ResourceTraits ToTraits(string account, string region) => new()
    {
        CreateOnly = CreateOnly,
        WriteOnly = WriteOnly,
        Sensitive = Sensitive,
        Sets = Tags == TagStyle.List ? [.. Sets, "/" + TagProperty] : Sets,
        HoldsData = HoldsData,
        UsualCreate = TimeSpan.FromSeconds(CreateSeconds),
        UsualDelete = TimeSpan.FromSeconds(DeleteSeconds),
        Deadline = TimeSpan.FromMinutes(DeadlineMinutes),
        TokenLife = TimeSpan.FromHours(36),
        LimiterKey = $"aws:{account}:{region}:{Limiter}",
        MaxConcurrency = MaxConcurrency,
    };
}
