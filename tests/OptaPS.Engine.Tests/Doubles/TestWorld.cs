using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OptaPS.Diagnostics;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Tests.Doubles;

/// <summary>A cloud in memory with a provider for it. It remembers every call and does what the script of a test says.</summary>
internal sealed class TestWorld : IListingProvider
{
    private readonly ConcurrentDictionary<string, string> byToken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Id, int Left, JsonObject? Properties)> handles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> underWay = new(StringComparer.Ordinal);
    private int next;

    public string Name => "test";

    internal ConcurrentDictionary<string, Item> Items { get; } = new(StringComparer.Ordinal);

    internal ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>Addresses of creates that had an effect, in order.</summary>
    internal ConcurrentQueue<string> Created { get; } = new();

    /// <summary>When false, a lost create is not found and a repeated token makes a second resource: the deliberate breakage.</summary>
    internal bool FindsLostCreates { get; set; } = true;

    internal Dictionary<string, ResourceTraits> Traits { get; } = new(StringComparer.Ordinal)
    {
        ["thing"] = new ResourceTraits { UsualCreate = TimeSpan.FromSeconds(1), TokenLife = TimeSpan.FromHours(1), Sensitive = ["/Password"], SensitiveOutputs = ["/Key"] },
        ["fixed"] = new ResourceTraits { CreateOnly = ["/Name", "/Parent"], TokenLife = TimeSpan.FromHours(1) },
        ["data"] = new ResourceTraits { CreateOnly = ["/Name", "/Parent"], HoldsData = true },
        ["beside"] = new ResourceTraits { CreateOnly = ["/Name", "/Parent"], CreateBeforeDelete = true },
        ["slow"] = new ResourceTraits { UsualCreate = TimeSpan.FromSeconds(30) },
        ["tokenless"] = new ResourceTraits(),
    };

    /// <summary>Called before a call has its effect; may throw a failure or wait.</summary>
    internal Func<Call, CancellationToken, Task>? Before { get; set; }

    /// <summary>Called after a call had its effect, before it is answered; throwing loses the answer.</summary>
    internal Func<Call, CancellationToken, Task>? After { get; set; }

    /// <summary>True when lists give whole resources.</summary>
    internal bool Lists { get; set; }

    /// <summary>Addresses that lists do not answer for.</summary>
    internal HashSet<string> LeftOutOfLists { get; } = new(StringComparer.Ordinal);

    /// <summary>What a composite resource consists of.</summary>
    internal Func<PlanRequest, IReadOnlyList<ChildChange>> Children { get; set; } = _ => [];

    /// <summary>Lookups by type name.</summary>
    internal Func<LookupRequest, JsonObject> Answer { get; set; } = request => throw new InvalidOperationException(request.TypeName);

    internal IEnumerable<string> Mutations => Calls.Where(call => call.Verb is "create" or "update" or "delete").Select(call => $"{call.Verb} {call.Address}");

    internal IEnumerable<IGrouping<string, Item>> Duplicates => Items.Values.GroupBy(item => item.Address, StringComparer.Ordinal).Where(group => group.Count() > 1);

    public ResourceTraits TraitsOf(string typeName) => Traits.TryGetValue(typeName, out var traits)
        ? traits
        : throw new OptaException(new Diagnostic("OPTA2999", Severity.Error, $"no type {typeName}"));

    public IReadOnlyList<Diagnostic> Validate(ResourceNode node) => node.Desired.ContainsKey("Invalid") ? [new Diagnostic("OPTA2998", Severity.Error, "Invalid is not allowed")] : [];

    public async Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        await CallAsync("plan", request.Address, "", cancellationToken);
        var change = PropertyPlanner.Plan(request, TraitsOf(request.TypeName));
        return change.Action == PlannedAction.None ? change : change with { Children = Children(request) };
    }

    public async Task<ResourceSnapshot?> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        await CallAsync("read", request.Address, "", cancellationToken);
        return Items.TryGetValue(request.Identifier, out var item) ? item.Snapshot() : null;
    }

    public async Task<IReadOnlyDictionary<string, ResourceSnapshot?>> ReadManyAsync(IReadOnlyList<ReadRequest> requests, CancellationToken cancellationToken)
    {
        if (!Lists)
            return new Dictionary<string, ResourceSnapshot?>(StringComparer.Ordinal);
        await CallAsync("list", requests[0].TypeName, "", cancellationToken);
        return requests.Where(request => !LeftOutOfLists.Contains(request.Address))
            .ToDictionary(request => request.Address, request => Items.TryGetValue(request.Identifier, out var item) ? item.Snapshot() : null, StringComparer.Ordinal);
    }

    public async Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        await CallAsync("find", request.Address, request.Token, cancellationToken);
        return FindsLostCreates && byToken.TryGetValue(request.Token, out var id) && Items.TryGetValue(id, out var item)
            ? item.Snapshot() with { PendingHandle = underWay.GetValueOrDefault(id) }
            : null;
    }

    public async IAsyncEnumerable<ResourceSnapshot> ListAsync(Ownership owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var item in Items.Values)
            yield return item.Snapshot();
    }

    public async Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var call = await CallAsync("create", request.Address, request.Token, cancellationToken);
        var fresh = $"id-{Interlocked.Increment(ref next)}";
        var id = FindsLostCreates && Traits[request.TypeName].TokenLife > TimeSpan.Zero ? byToken.GetOrAdd(request.Token, fresh) : byToken[request.Token] = fresh;
        if (id == fresh)
            Created.Enqueue(request.Address);
        if (id == fresh)
        {
            var made = Items[id] = new Item(id, request.Address, request.TypeName, (JsonObject)request.Desired.DeepClone());
            if (request.TypeName == "slow")
                underWay[id] = Started(id, made.Snapshot().Properties);
        }

        if (After is not null)
            await After(call, cancellationToken);
        if (!Items.TryGetValue(id, out var item))
            return OperationProgress.Failed(new ProviderFailure(new Diagnostic("OPTA2997", Severity.Error, "the token is used up"), RetryAdvice.NewToken));
        return underWay.TryGetValue(id, out var handle) ? OperationProgress.Pending(handle, id) : OperationProgress.Done(id, item.Snapshot().Properties);
    }

    public async Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var call = await CallAsync("update", request.Address, request.Token, cancellationToken);
        Items[request.Identifier] = Items[request.Identifier] with { Properties = (JsonObject)request.Desired.DeepClone() };
        if (After is not null)
            await After(call, cancellationToken);
        return Answered(request.TypeName, request.Identifier, Items[request.Identifier].Snapshot().Properties);
    }

    public async Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var call = await CallAsync("delete", request.Address, request.Token, cancellationToken);
        Items.TryRemove(request.Identifier, out _);
        if (After is not null)
            await After(call, cancellationToken);
        return Answered(request.TypeName, request.Identifier, null);
    }

    public async Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken)
    {
        await CallAsync("poll", request.Address, request.Handle, cancellationToken);
        var (id, left, properties) = handles[request.Handle];
        if (left > 0)
        {
            handles[request.Handle] = (id, left - 1, properties);
            return OperationProgress.Pending(request.Handle, id);
        }

        underWay.TryRemove(id, out _);
        return properties is null ? OperationProgress.Gone : OperationProgress.Done(id, (JsonObject)properties.DeepClone());
    }

    public async Task<JsonObject> LookupAsync(LookupRequest request, CancellationToken cancellationToken)
    {
        await CallAsync("lookup", request.Address, "", cancellationToken);
        return Answer(request);
    }

    internal static ProviderException Failure(RetryAdvice advice, string message = "the cloud said no") =>
        new(new ProviderFailure(new Diagnostic("OPTA2990", Severity.Error, message) { RequestId = "req-1" }, advice));

    private OperationProgress Answered(string typeName, string id, JsonObject? properties)
    {
        if (typeName == "slow")
            return OperationProgress.Pending(Started(id, properties), id);
        return properties is null ? OperationProgress.Gone : OperationProgress.Done(id, properties);
    }

    private string Started(string id, JsonObject? properties)
    {
        var handle = $"handle-{Interlocked.Increment(ref next)}";
        handles[handle] = (id, 3, properties);
        return handle;
    }

    private async Task<Call> CallAsync(string verb, string address, string token, CancellationToken cancellationToken)
    {
        var call = new Call(verb, address, token);
        Calls.Enqueue(call);
        if (Before is not null)
            await Before(call, cancellationToken);
        return call;
    }

    internal sealed record Call(string Verb, string Address, string Token);

    internal sealed record Item(string Id, string Address, string Type, JsonObject Properties)
    {
        internal ResourceSnapshot Snapshot()
        {
            var properties = (JsonObject)Properties.DeepClone();
            properties["Id"] = Id;
            properties["Key"] = $"generated-key-of-{Id}";
            return new ResourceSnapshot(Id, properties) { OwnerAddress = Address, TypeName = Type };
        }
    }
}
