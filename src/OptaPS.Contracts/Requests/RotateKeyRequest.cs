using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Encrypts the secrets of states under new keys. For all environments the key file is changed too.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Environment">The environment's name, or null for all.</param>
public sealed record RotateKeyRequest(OperationTarget Target, string? Environment = null) : IOperationRequest<IReadOnlyList<KeyRotationInfo>>;
