using System.Text.Json;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.CloudFormation;

/// <summary>The resources and events of stacks, kept after a stack is gone as AWS keeps its events.</summary>
internal sealed class StackBook(WorldStore store, TimeProvider time)
{
    public const string Events = "stack-events";
    public const string Resources = "stack-resources";
    private readonly Lock _gate = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<StackEvent> EventsOf(string stackId) => store.Get(Events, stackId) is { } json ? JsonSerializer.Deserialize<List<StackEvent>>(json)! : [];

    /// <summary>Identifiers of all stacks that ever were.</summary>
    public IEnumerable<string> Known => store.All(Events).Select(d => d.Key);

    public IReadOnlyList<StackResource> ResourcesOf(string stackId) => store.Get(Resources, stackId) is { } json ? JsonSerializer.Deserialize<List<StackResource>>(json)! : [];

    public Task SetAsync(string stackId, IReadOnlyList<StackResource> resources) =>
        store.CommitAsync(new StoreChange(Resources, stackId, resources.Count == 0 ? null : JsonSerializer.Serialize(resources)));

    public Task AddStackAsync(CloudResource stack, string status, string reason = "") =>
        AddAsync(stack.Identifier, stack.Text("StackName"), stack.Identifier, "AWS::CloudFormation::Stack", status, reason);

    public Task AddAsync(string stackId, string logicalId, string physicalId, string type, string status, string reason = "")
    {
        lock (_gate)
        {
            var one = new StackEvent($"{logicalId}-{status}-{Guid.NewGuid():D}", time.GetUtcNow(), logicalId, physicalId, type, status, reason);
            return store.CommitAsync(new StoreChange(Events, stackId, JsonSerializer.Serialize(EventsOf(stackId).Prepend(one))));
        }
    }
}
