using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Benchmarks;

/// <summary>
/// A cloud whose every call takes a while: lists come in pages of a hundred, one after the other, single reads one by one. What exists is what was
/// recorded, so that a later process finds it without a server.
/// </summary>
internal sealed class ScriptedCloud(TimeSpan latency, bool lists) : IListingProvider
{
    private const int Page = 100;
    private int calls;

    public string Name => "scripted";

    /// <summary>Calls that were made.</summary>
    internal int Calls => calls;

    /// <summary>The document of the resource with this number.</summary>
    internal static JsonObject Document(int number) => new()
    {
        ["Name"] = $"resource-{number}",
        ["Size"] = number % 7,
        ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "opta:environment", ["Value"] = "bench" }, new JsonObject { ["Key"] = "number", ["Value"] = $"{number}" }),
    };

    public ResourceTraits TraitsOf(string typeName) => new() { CreateOnly = ["/Name"], MaxConcurrency = 64, LimiterKey = $"scripted:{typeName}" };

    public IReadOnlyList<Diagnostic> Validate(ResourceNode node) => [];

    public Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => Task.FromResult(PropertyPlanner.Plan(request, TraitsOf(request.TypeName)));

    public async Task<ResourceSnapshot?> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return Snapshot(request.Identifier);
    }

    public async Task<IReadOnlyDictionary<string, ResourceSnapshot?>> ReadManyAsync(IReadOnlyList<ReadRequest> requests, CancellationToken cancellationToken)
    {
        if (!lists)
            return new Dictionary<string, ResourceSnapshot?>(StringComparer.Ordinal);
        for (var page = 0; page * Page < requests.Count; page++)
            await CallAsync(cancellationToken);
        return requests.ToDictionary(request => request.Address, request => (ResourceSnapshot?)Snapshot(request.Identifier), StringComparer.Ordinal);
    }

    public Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken) => Task.FromResult<ResourceSnapshot?>(null);

    public IAsyncEnumerable<ResourceSnapshot> ListAsync(Ownership owner, CancellationToken cancellationToken) => AsyncEnumerable.Empty<ResourceSnapshot>();

    public async Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return OperationProgress.Done(request.Address, (JsonObject)request.Desired.DeepClone());
    }

    public Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("nothing changes here");

    public async Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return OperationProgress.Gone;
    }

    public Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("nothing is pending here");

    public Task<JsonObject> LookupAsync(LookupRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("nothing is asked here");

    private static ResourceSnapshot Snapshot(string identifier) =>
        new(identifier, Document(int.Parse(identifier.AsSpan(identifier.LastIndexOf('/') + 1), System.Globalization.CultureInfo.InvariantCulture)));

    private Task CallAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        return Task.Delay(latency, cancellationToken);
    }
}
