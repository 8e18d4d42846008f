using System.Xml.Linq;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>What IAM's simulation says about one action.</summary>
/// <param name="Allowed">True when it is allowed.</param>
/// <param name="Explicit">True when a policy denies it by name.</param>
/// <param name="Conditional">True when a policy has a condition on something that the simulation was not told.</param>
internal sealed record SimulatedAction(bool Allowed, bool Explicit, bool Conditional)
{
    /// <summary>The answer says nothing about it.</summary>
    public static SimulatedAction Unanswered { get; } = new(Allowed: true, Explicit: false, Conditional: false);

    /// <summary>Reads one member of EvaluationResults.</summary>
    public static SimulatedAction Read(XElement member)
    {
        var decision = member.Elements().FirstOrDefault(element => element.Name.LocalName == "EvalDecision")?.Value;
        var missing = member.Elements().FirstOrDefault(element => element.Name.LocalName == "MissingContextValues")?.HasElements == true;
        return new SimulatedAction(decision == "allowed", decision == "explicitDeny", missing);
    }
}
