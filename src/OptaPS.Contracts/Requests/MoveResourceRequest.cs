using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Gives recorded resources another address, without touching them.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Environment">The environment's name, or the path of its file.</param>
/// <param name="From">The former address; a final <c>/*</c> takes a whole module.</param>
/// <param name="To">The new address; ends with <c>/*</c> when <paramref name="From"/> does.</param>
public sealed record MoveResourceRequest(OperationTarget Target, string Environment, string From, string To) : IOperationRequest<IReadOnlyList<MovedResource>>
{
    /// <summary>The service, or null for the environment itself.</summary>
    public string? Service { get; init; }
}
