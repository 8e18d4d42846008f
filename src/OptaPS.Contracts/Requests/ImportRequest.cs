using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Takes existing resources over into the state of an environment or service, without touching them.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Path">The environment or service file, which has the addresses.</param>
public sealed record ImportRequest(OperationTarget Target, string Path) : IOperationRequest<ImportResult>
{
    /// <summary>The systems' identifiers by address.</summary>
    public IReadOnlyDictionary<string, string> Identifiers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A YAML or JSON file with more of them: a map of addresses and identifiers. Null for none.</summary>
    public string? IdentifierFile { get; init; }

    /// <summary>Which environment of a service file, or null when it names one only.</summary>
    public string? Environment { get; init; }

    /// <summary>Values for the file's input variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True to leave out the confirmation.</summary>
    public bool AutoApprove { get; init; }

    /// <summary>True to stop after the dry run.</summary>
    public bool PlanOnly { get; init; }
}
