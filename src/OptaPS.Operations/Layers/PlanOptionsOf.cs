using OptaPS.Diagnostics;
using OptaPS.Engine.Planning;
using OptaPS.Requests;

namespace OptaPS.Operations.Layers;

/// <summary>Makes the engine's options of what a front chose.</summary>
internal static class PlanOptionsOf
{
    public static PlanOptions Choices(PlanChoices choices, bool allowDataLoss) => new()
    {
        Targets = choices.Targets,
        Excludes = choices.Excludes,
        RefreshOnly = choices.RefreshOnly,
        Moves = [.. choices.Moves.Select(Move)],
        AllowDataLoss = allowDataLoss,
    };

    private static AddressMove Move(string text) =>
        text.Split('=') is [{ Length: > 0 } from, { Length: > 0 } to] && from.EndsWith("/*", StringComparison.Ordinal) == to.EndsWith("/*", StringComparison.Ordinal)
            ? new AddressMove(from, to)
            : throw new OptaException(new Diagnostic("OPTA7063", Severity.Error, $"'{text}' is no move.")
            {
                Category = DiagnosticCategory.InvalidArgument,
                Allowed = "former=new, for example queue/main=jobs/main or queue/*=jobs/*",
                Remedy = "Give the former and the new address; both or neither end with '/*'.",
            });
}
