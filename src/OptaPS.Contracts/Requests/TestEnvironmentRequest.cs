using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Checks an environment or service file, and (unless <paramref name="Offline"/>) what can be checked at its target without a change.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Path">The file.</param>
/// <param name="Offline">True to check the file only.</param>
public sealed record TestEnvironmentRequest(OperationTarget Target, string Path, bool Offline = false) : IOperationRequest<IReadOnlyList<CheckResult>>
{
    /// <summary>Which environment of a service file, or null.</summary>
    public string? Environment { get; init; }

    /// <summary>Values for the file's input variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
