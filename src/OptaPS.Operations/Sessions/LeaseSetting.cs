using System.Globalization;
using OptaPS.Diagnostics;

namespace OptaPS.Operations.Sessions;

/// <summary>How long a lock lasts without a renewal, as the variable <c>OPTA_LEASE_SECONDS</c> says.</summary>
internal static class LeaseSetting
{
    public const string Variable = "OPTA_LEASE_SECONDS";
    private const int Shortest = 5;
    private const int Longest = 3600;
    private const int Usual = 60;

    /// <summary>How much longer than a lock lasts a run waits for the end of a dead one: clocks differ.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The time.</summary>
    /// <exception cref="OptaException">OPTA2204: it is no number of seconds that is allowed.</exception>
    public static TimeSpan Read(IReadOnlyDictionary<string, string> variables)
    {
        if (variables.GetValueOrDefault(Variable) is not { Length: > 0 } text)
            return TimeSpan.FromSeconds(Usual);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= Shortest and <= Longest
            ? TimeSpan.FromSeconds(seconds)
            : throw new OptaException(new Diagnostic("OPTA2204", Severity.Error, $"The variable {Variable} is '{text}'.")
            {
                Category = DiagnosticCategory.InvalidArgument,
                Allowed = $"{Shortest} to {Longest} seconds",
                Remedy = "Correct the variable or remove it.",
            });
    }
}
