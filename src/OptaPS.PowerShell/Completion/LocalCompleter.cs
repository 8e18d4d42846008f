using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OptaPS.PowerShell.Completion;

/// <summary>Base of the completers: they read local files only, never call anything, and never fail.</summary>
public abstract class LocalCompleter : IArgumentCompleter
{
    private protected LocalCompleter()
    {
    }

    /// <summary>Values that begin with what was typed (or match it, when it has wildcards), quoted where PowerShell needs it.</summary>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? "").Trim('\'', '"');
        var pattern = new WildcardPattern(typed + "*", WildcardOptions.IgnoreCase);
        try
        {
            return [.. Candidates(new TypedParameters(fakeBoundParameters)).Where(c => pattern.IsMatch(c.Text)).DistinctBy(c => c.Text, StringComparer.Ordinal).Select(Result)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RuntimeException or FormatException)
        {
            return [];
        }
    }

    /// <summary>All values, with a tool tip each.</summary>
    private protected abstract IEnumerable<Candidate> Candidates(TypedParameters typed);

    private static CompletionResult Result(Candidate candidate)
    {
        var plain = candidate.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') && candidate.Text.Length > 0 && candidate.Text[0] != '-';
        return new CompletionResult(plain ? candidate.Text : $"'{candidate.Text.Replace("'", "''", StringComparison.Ordinal)}'", candidate.Text, CompletionResultType.ParameterValue, candidate.ToolTip);
    }
}
