using System.Runtime.ExceptionServices;
using OptaPS.Diagnostics;

namespace OptaPS.Engine.Planning;

/// <summary>Makes one exception of all that went wrong while planning.</summary>
internal static class PlanFailure
{
    internal static Exception Of(IReadOnlyList<Exception> failures)
    {
        // Something that is no diagnostic is a defect; it is thrown as it is, with its stack.
        if (failures.FirstOrDefault(failure => failure is not OptaException) is { } unexpected)
            ExceptionDispatchInfo.Throw(unexpected);
        return new OptaException([.. failures.Cast<OptaException>().SelectMany(failure => failure.Diagnostics).Distinct()], failures[0]);
    }
}
