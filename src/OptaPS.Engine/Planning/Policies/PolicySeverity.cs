namespace OptaPS.Engine.Planning.Policies;

/// <summary>What a rule does when it is broken.</summary>
public enum PolicySeverity
{
    /// <summary>It stops the run before the first change.</summary>
    Deny,

    /// <summary>It is told; the run goes on.</summary>
    Warn,
}
