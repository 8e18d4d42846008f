using OptaPS.Diagnostics;

namespace OptaPS.Cli.Hosting;

/// <summary>An error that OptaPS did not foresee, as a diagnostic: what it was, where in the program, and what to do.</summary>
internal static class UnexpectedFault
{
    private const int MostFrames = 12;

    /// <summary>Describes the exception.</summary>
    public static Diagnostic Of(Exception exception) => new("OPTA7076", Severity.Error, "OptaPS met an error that it did not foresee.")
    {
        Cause = string.Join(" <- ", Chain(exception).Select(e => $"{e.GetType().Name}: {e.Message}")),
        Evidence = [.. (exception.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(MostFrames)],
        Remedy = "Run the same command again: what was done is recorded and it goes on from there. If it happens again, report these lines.",
    };

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }
}
