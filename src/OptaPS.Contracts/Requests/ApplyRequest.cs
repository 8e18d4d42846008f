using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Creates or converges an environment or a service from its file.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Path">The environment or service file.</param>
public sealed record ApplyRequest(OperationTarget Target, string Path) : IOperationRequest<ApplyResult>
{
    /// <summary>Which environment of a service file, or null when it names one only.</summary>
    public string? Environment { get; init; }

    /// <summary>Values for the file's input variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Image to deploy, recorded in the layer's overlay so that later applies keep it; null to leave it.</summary>
    public string? Image { get; init; }

    /// <summary>The module that <see cref="Image"/> is for, or null when the service has one only.</summary>
    public string? Module { get; init; }

    /// <summary>True to leave out the confirmation.</summary>
    public bool AutoApprove { get; init; }

    /// <summary>True to stop after the plan; nothing is changed.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>Targets, policies and where to save the plan.</summary>
    public PlanChoices Choices { get; init; } = new();

    /// <summary>True to allow replacement or deletion of resources that hold data.</summary>
    public bool AllowDataLoss { get; init; }
}
