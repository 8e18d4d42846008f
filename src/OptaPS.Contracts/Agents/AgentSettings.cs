namespace OptaPS.Agents;

/// <summary>What the surroundings ask for: logging commands where Azure Pipelines runs this, result files where a folder is named.</summary>
/// <param name="Commands">True when logging commands are to be written.</param>
/// <param name="ResultFolder">Where JUnit files and summaries are written, or null for nowhere.</param>
public sealed record AgentSettings(bool Commands, string? ResultFolder)
{
    /// <summary>False when findings reach the agent another way, so that none is told twice.</summary>
    public bool Issues { get; init; } = true;

    /// <summary>
    /// Reads <c>TF_BUILD</c> (set by Azure Pipelines), <c>OPTA_PIPELINE_COMMANDS=off</c> (no logging commands) and <c>OPTA_RESULTS</c> (a folder for
    /// result files; on an agent a folder below its temporary one when it is not set).
    /// </summary>
    /// <param name="variable">Reads a variable.</param>
    public static AgentSettings Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var agent = string.Equals(variable("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase);
        var wanted = !string.Equals(variable("OPTA_PIPELINE_COMMANDS"), "off", StringComparison.OrdinalIgnoreCase);
        var folder = variable("OPTA_RESULTS") is { Length: > 0 } named ? named
            : agent && variable("AGENT_TEMPDIRECTORY") is { Length: > 0 } temporary ? Path.Combine(temporary, "opta-results")
            : null;
        return new AgentSettings(agent && wanted, folder);
    }
}
