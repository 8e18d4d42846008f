using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Protects recorded resources from replacement and deletion, or lifts the protection.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Environment">The environment's name, or the path of its file.</param>
/// <param name="Addresses">The resources.</param>
/// <param name="Protect">False to lift the protection.</param>
public sealed record ProtectResourceRequest(OperationTarget Target, string Environment, IReadOnlyList<string> Addresses, bool Protect) : IOperationRequest<IReadOnlyList<ProtectedResource>>
{
    /// <summary>The service, or null for the environment itself.</summary>
    public string? Service { get; init; }
}
