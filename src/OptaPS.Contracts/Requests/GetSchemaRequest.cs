using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Makes the JSON Schema (draft 7) of environment and service files, for editors. No call is made.</summary>
/// <param name="Target">Where to work; not used.</param>
/// <param name="Cloud"><c>aws</c>, <c>gcp</c>, <c>azure</c>, <c>local</c> or <c>cluster</c> (a cluster of one's own) for the modules of that cloud only; null for all.</param>
public sealed record GetSchemaRequest(OperationTarget Target, string? Cloud = null) : IOperationRequest<string>;
