using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Planning;

/// <summary>What a plan does with one resource. Sensitive values are masked.</summary>
/// <param name="Address">The resource's address.</param>
/// <param name="Type">Its type.</param>
/// <param name="Action">What is done with it.</param>
public sealed record PlannedResource(string Address, ResourceType Type, PlannedAction Action)
{
    /// <summary>What the action may cost.</summary>
    public RiskClass Risk { get; init; }

    /// <summary>Why, most important first; empty when nothing is done.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The properties that change, each with the source of its value.</summary>
    public IReadOnlyList<PropertyChange> Properties { get; init; } = [];

    /// <summary>The objects inside a composite resource.</summary>
    public IReadOnlyList<ChildChange> Children { get; init; } = [];

    /// <summary>False when values are not known yet, so that the change is computed again just before it is applied.</summary>
    public bool Exact { get; init; } = true;

    /// <summary>False when targets or excludes leave the resource out of the plan; nothing is known of its live state then.</summary>
    public bool InScope { get; init; } = true;

    /// <summary>The identifier of the existing resource, or null.</summary>
    public string? Identifier { get; init; }

    /// <summary>Addresses that are done first.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>How long the action usually takes; recorded durations win over the type's usual one.</summary>
    public TimeSpan EstimatedDuration { get; init; }

    /// <summary>Why the action may not be carried out (data would be lost, the resource is protected), or null. A plan with a refusal that is an error is not applied.</summary>
    public Diagnostic? Refusal { get; init; }

    /// <summary>Warnings to show with the resource.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Where values came from: JSON pointer to source.</summary>
    public IReadOnlyDictionary<string, string> ValueSources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The desired document as far as it is known, with secrets in clear; never shown or stored in clear.</summary>
    internal JsonObject? Desired { get; init; }

    /// <summary>The live resource as it was when the plan was made.</summary>
    internal ResourceSnapshot? Live { get; init; }

    /// <summary>True when the record has an operation whose end is not known.</summary>
    internal bool IsUnderWay { get; init; }

    /// <summary>True when the document or connection held unknown values when the plan was made.</summary>
    internal bool HasUnknown { get; init; }
}
