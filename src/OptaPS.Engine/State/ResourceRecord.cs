using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.State;

/// <summary>What a layer's state knows about one resource. In memory secrets are in clear; they are encrypted before they are written.</summary>
/// <param name="Address">The resource's address, the key of the record.</param>
/// <param name="Type">Its type.</param>
public sealed record ResourceRecord(string Address, ResourceType Type)
{
    /// <summary>What is known about it.</summary>
    public RecordStatus Status { get; init; } = RecordStatus.Intended;

    /// <summary>The system's identifier, or null while it is not known.</summary>
    public string? Identifier { get; init; }

    /// <summary>The desired document with expressions unresolved.</summary>
    public JsonObject Desired { get; init; } = [];

    /// <summary>The resolved document as last applied, or null when nothing was applied yet.</summary>
    public JsonObject? Applied { get; init; }

    /// <summary>The resource's document after the last operation or refresh.</summary>
    public JsonObject? Outputs { get; init; }

    /// <summary>The resolved, secret-free connection.</summary>
    public JsonObject? Connection { get; init; }

    /// <summary>Addresses that had to be done first; deletion goes the other way round.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>JSON pointers of secrets in <see cref="Desired"/> and <see cref="Applied"/>.</summary>
    public IReadOnlyList<string> SensitivePaths { get; init; } = [];

    /// <summary>JSON pointers of secrets in <see cref="Outputs"/>.</summary>
    public IReadOnlyList<string> SensitiveOutputs { get; init; } = [];

    /// <summary>True when it keeps data that cannot be made again.</summary>
    public bool HoldsData { get; init; }

    /// <summary>True when a user protected it from replacement and deletion.</summary>
    public bool Protected { get; init; }

    /// <summary>The operation whose end is not recorded, or null.</summary>
    public OpenOperation? Open { get; init; }

    /// <summary>The address that this was the resource of, when a replacement has been made and this one waits to be deleted.</summary>
    public string? ReplacedAt { get; init; }

    /// <summary>How long its create took, when recorded.</summary>
    public TimeSpan? CreateTook { get; init; }

    /// <summary>How long its last change in place took, when recorded.</summary>
    public TimeSpan? UpdateTook { get; init; }

    /// <summary>When the record last changed.</summary>
    public DateTimeOffset Changed { get; init; }
}
