using OptaPS.Diagnostics;

namespace OptaPS.Agents;

/// <summary>
/// The logging commands of Azure Pipelines, one physical line each. Text from files and remote sides can neither end a command nor begin
/// another one. Source: the logging commands page of the Azure DevOps documentation.
/// </summary>
public static class AgentCommands
{
    /// <summary>Begins a group of lines that the log viewer folds.</summary>
    public static string Group(string title) => "##[group]" + LogCommands.DefuseLine(title);

    /// <summary>Ends the group.</summary>
    public static string EndGroup() => "##[endgroup]";

    /// <summary>Says how far the task is.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <param name="text">What is going on.</param>
    public static string Progress(int percent, string text) => $"##vso[task.setprogress value={Math.Clamp(percent, 0, 100)};]{Data(text)}";

    /// <summary>An error or warning in the summary of the run, with its place in a file when it has one.</summary>
    public static string Issue(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        var place = diagnostic.Location is { } l ? $"sourcepath={Property(l.File)};linenumber={l.Line};columnnumber={l.Column};" : "";
        var text = diagnostic.Remedy is null ? diagnostic.Message : $"{diagnostic.Message} {diagnostic.Remedy}";
        return $"##vso[task.logissue type={(diagnostic.Severity == Severity.Error ? "error" : "warning")};{place}code={Property(diagnostic.Code)};]{Data(text)}";
    }

    /// <summary>Sets a variable for the steps and jobs that follow.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="secret">True when logs must mask it; write <see cref="Secret"/> first.</param>
    public static string Variable(string name, string value, bool secret) =>
        $"##vso[task.setvariable variable={Property(name)};isOutput=true;{(secret ? "issecret=true;" : "")}]{Data(value)}";

    /// <summary>Makes the agent mask a value from here on.</summary>
    public static string Secret(string value) => "##vso[task.setsecret]" + Escape(value);

    /// <summary>Shows a Markdown file on the summary page of the run.</summary>
    public static string Summary(string path) => "##vso[task.uploadsummary]" + Data(path);

    /// <summary>Ends the task as succeeded with issues.</summary>
    public static string SucceededWithIssues() => "##vso[task.complete result=SucceededWithIssues;]";

    private static string Property(string text) => Escape(LogCommands.Defuse(text)).Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);

    private static string Data(string text) => Escape(LogCommands.Defuse(text));

    private static string Escape(string text) =>
        text.Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
