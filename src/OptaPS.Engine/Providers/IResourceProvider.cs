using OptaPS.Diagnostics;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>
/// The lifecycle of resource documents of one system (a cloud, a Kubernetes cluster, Helm releases, generated secrets). The engine calls
/// it from many threads at once; it keeps no state about resources. Failures of the remote side are thrown as <see cref="ProviderException"/>
/// or returned as <see cref="OperationProgress.Failed"/>; never swallowed.
/// </summary>
public interface IResourceProvider
{
    /// <summary>The provider part of the resource types that it serves.</summary>
    string Name { get; }

    /// <summary>What is special about a type: replacement, secrets, durations. Pure data, no calls.</summary>
    /// <exception cref="OptaException">The type is not served (refused by name).</exception>
    ResourceTraits TraitsOf(string typeName);

    /// <summary>Checks a desired document without any call; leaves may still be expressions.</summary>
    IReadOnlyList<Diagnostic> Validate(ResourceNode node);

    /// <summary>Compares desired, recorded and live and says what has to be done. Must make no change; may make read and dry-run calls.</summary>
    Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken);

    /// <summary>Reads the live resource, or null when it does not exist.</summary>
    Task<ResourceSnapshot?> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Looks for a resource whose create may have been sent but whose answer was lost: by token, deterministic name, ownership mark or parent and natural key. Null when it certainly does not exist.</summary>
    Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken);

    /// <summary>Lists what carries the ownership mark, for leftovers and drift. May be slow.</summary>
    IAsyncEnumerable<ResourceSnapshot> ListAsync(Ownership owner, CancellationToken cancellationToken);

    /// <summary>Starts or performs a create. The intent is durable before this is called.</summary>
    Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken);

    /// <summary>Starts or performs an update in place.</summary>
    Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken);

    /// <summary>Starts or performs a delete. A resource that is gone already is a success.</summary>
    Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken);

    /// <summary>Asks how a started operation is doing.</summary>
    Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken);

    /// <summary>Answers a lookup. The result is recorded with the plan.</summary>
    Task<System.Text.Json.Nodes.JsonObject> LookupAsync(LookupRequest request, CancellationToken cancellationToken);
}
