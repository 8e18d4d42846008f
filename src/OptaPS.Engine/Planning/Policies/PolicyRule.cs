using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Planning.Policies;

/// <summary>A rule about what a plan may do, as data.</summary>
/// <param name="Name">Its name, shown with what it finds.</param>
/// <param name="Type">The resource type that it is about, <c>provider:name</c>; <c>*</c> stands for any text.</param>
/// <param name="Condition">The rule is broken when this holds of a value; null for a rule about the action alone.</param>
/// <param name="Message">What to tell, in the words of whoever wrote the rule.</param>
public sealed record PolicyRule(string Name, string Type, PolicyCondition? Condition, string Message)
{
    /// <summary>JSON pointer of the value; <c>*</c> stands for every element. Empty for the whole document.</summary>
    public string Path { get; init; } = "";

    /// <summary>What a broken rule does.</summary>
    public PolicySeverity Severity { get; init; } = PolicySeverity.Deny;

    /// <summary>The actions that it looks at.</summary>
    public IReadOnlyList<PlannedAction> Actions { get; init; } = [PlannedAction.Create, PlannedAction.Update, PlannedAction.Replace, PlannedAction.Adopt];

    /// <summary>Where it is written.</summary>
    public SourceLocation? Location { get; init; }
}
