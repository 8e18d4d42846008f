using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Json;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Generated;

/// <summary>A provider whose resources are made by the engine itself and live nowhere but in the state: the record is the live state.</summary>
public abstract class GeneratedProvider : IResourceProvider
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>Rules by type name.</summary>
    protected abstract IReadOnlyDictionary<string, ResourceTraits> Types { get; }

    /// <summary>Makes the outputs of a resource.</summary>
    protected abstract JsonObject Generate(CreateRequest request);

    /// <summary>What is wrong with a document whose values are known; one sentence each.</summary>
    protected abstract IEnumerable<string> Check(string typeName, JsonObject desired);

    /// <inheritdoc/>
    public ResourceTraits TraitsOf(string typeName) => Types.TryGetValue(typeName, out var traits)
        ? traits
        : throw new OptaException(new Diagnostic("OPTA2601", Severity.Error, $"There is no type '{Name}:{typeName}'.")
        {
            Category = DiagnosticCategory.ObjectNotFound,
            Allowed = string.Join(", ", Types.Keys.Select(type => $"{Name}:{type}").Order(StringComparer.Ordinal)),
            Nearest = NearestName.Of(typeName, Types.Keys) is { } nearest ? $"{Name}:{nearest}" : null,
        });

    /// <inheritdoc/>
    public IReadOnlyList<Diagnostic> Validate(ResourceNode node) =>
    [
        .. Check(node.Type.Name, node.Desired).Select(problem => new Diagnostic("OPTA2602", Severity.Error, problem)
        {
            Resource = node.Address,
            Category = DiagnosticCategory.InvalidData,
        }),
    ];

    /// <inheritdoc/>
    public virtual Task<PlannedChange> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        // Compared with what it was made from: the outputs do not repeat the inputs.
        var live = request.Live is null ? null : request.Live with { Properties = request.Recorded ?? [] };
        return Task.FromResult(PropertyPlanner.Plan(request with { Live = live }, TraitsOf(request.TypeName)));
    }

    /// <inheritdoc/>
    public Task<ResourceSnapshot?> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(request.RecordedOutputs is { } outputs ? new ResourceSnapshot(request.Identifier, outputs) : null);

    /// <inheritdoc/>
    public Task<ResourceSnapshot?> FindAsync(CreateRequest request, CancellationToken cancellationToken) => Task.FromResult<ResourceSnapshot?>(null);

    /// <inheritdoc/>
    public IAsyncEnumerable<ResourceSnapshot> ListAsync(Ownership owner, CancellationToken cancellationToken) => AsyncEnumerable.Empty<ResourceSnapshot>();

    /// <inheritdoc/>
    public Task<OperationProgress> CreateAsync(CreateRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(OperationProgress.Done(request.Address, Generate(request)));

    /// <inheritdoc/>
    public Task<OperationProgress> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(OperationProgress.Done(request.Identifier, (JsonObject)(request.RecordedOutputs ?? []).DeepClone()));

    /// <inheritdoc/>
    public Task<OperationProgress> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Task.FromResult(OperationProgress.Gone);

    /// <inheritdoc/>
    public Task<OperationProgress> PollAsync(PollRequest request, CancellationToken cancellationToken) =>
        throw new ProviderException(new ProviderFailure(new Diagnostic("OPTA2603", Severity.Error, $"'{Name}' has no operations to wait for."), RetryAdvice.ReadFirst));

    /// <inheritdoc/>
    public Task<JsonObject> LookupAsync(LookupRequest request, CancellationToken cancellationToken) =>
        throw new OptaException(new Diagnostic("OPTA2601", Severity.Error, $"'{Name}' answers no lookups.") { Resource = request.Address });

    /// <summary>The failure of a create whose document does not fit (OPTA2602).</summary>
    protected static ProviderException Refuse(string address, string problem) =>
        new(new ProviderFailure(new Diagnostic("OPTA2602", Severity.Error, problem) { Resource = address, Category = DiagnosticCategory.InvalidData }, RetryAdvice.No));
}
