using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>
/// Checks an environment or service file, or all such files below a folder, and (unless <paramref name="Offline"/>) what can be checked at the target of one
/// file without a change. A folder is never checked at a target. The result holds one item per finding, and one item for each file without findings.
/// </summary>
/// <param name="Target">Where to work.</param>
/// <param name="Path">The file or folder.</param>
/// <param name="Offline">True to check the file only.</param>
public sealed record TestEnvironmentRequest(OperationTarget Target, string Path, bool Offline = false) : IOperationRequest<IReadOnlyList<CheckResult>>
{
    /// <summary>Which environment of a service file, or null to check the file with each of its environments.</summary>
    public string? Environment { get; init; }

    /// <summary>Values for the file's input variables; a variable without a value stays open and is no error.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True to list the places that mean something else than in Opta, too. Only files are looked at then; no call is made.</summary>
    public bool Compatibility { get; init; }

    /// <summary>Preflight checks to leave out, by name.</summary>
    public IReadOnlyList<string> SkipChecks { get; init; } = [];
}
