using System.Text.Json.Nodes;

namespace OptaPS.Modules.Compilation;

/// <summary>What a node carries besides its document.</summary>
internal sealed record NodeOptions
{
    /// <summary>No extras.</summary>
    public static NodeOptions None { get; } = new();

    /// <summary>Nodes that must be done first although no expression mentions them.</summary>
    public IEnumerable<ResourceHandle> After { get; init; } = [];

    /// <summary>Where to connect, or null.</summary>
    public JsonObject? Connection { get; init; }

    /// <summary>JSON pointers of secrets.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>Sources of values by JSON pointer.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
