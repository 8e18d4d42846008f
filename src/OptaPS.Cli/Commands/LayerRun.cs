using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary>Runs an apply request with the common options of apply and deploy.</summary>
internal static class LayerRun
{
    public static Task<int> ApplyAsync(Front front, CommonOptions common, ParseResult parsed, ApplyRequest request)
    {
        request = request with
        {
            Environment = parsed.GetValue(common.Environment),
            Variables = common.ReadVariables(parsed),
            AutoApprove = parsed.GetValue(common.AutoApprove),
            AllowDataLoss = parsed.GetValue(common.AllowDataLoss),
        };
        return RunAsync(front, common, parsed, request, request.AutoApprove);
    }

    /// <summary>Carries a saved plan out. What the plan was made with is in it; options that say something else are an error.</summary>
    public static Task<int> ApplyAsync(Front front, CommonOptions common, ParseResult parsed, ApplyPlanRequest request)
    {
        string[] fixedOptions = ["--env", "--var", "--target", "--exclude", "--refresh-only", "--moved", "--allow-data-loss"];
        if (fixedOptions.FirstOrDefault(name => parsed.GetResult(name) is { } given && !IsImplicit(given)) is { } option)
        {
            return Task.FromResult(front.Fail(
                [
                    new Diagnostic("OPTA7066", Severity.Error, $"{option} cannot be given with a saved plan.")
                    {
                        Category = DiagnosticCategory.InvalidArgument,
                        Remedy = "The plan says what is done. Leave the option out, or plan again with it.",
                    },
                ],
                parsed.GetValue(common.Output)));
        }

        return RunAsync(front, common, parsed, request with { AutoApprove = parsed.GetValue(common.AutoApprove) }, parsed.GetValue(common.AutoApprove));
    }

    private static bool IsImplicit(System.CommandLine.Parsing.SymbolResult result) => result is System.CommandLine.Parsing.OptionResult { Implicit: true };

    private static Task<int> RunAsync(Front front, CommonOptions common, ParseResult parsed, IOperationRequest<ApplyResult> request, bool autoApprove) =>
        front.RunAsync(request, parsed.GetValue(common.Output), autoApprove, (result, writer) =>
        {
            writer.Applied(result);
            return ExitCodes.Done;
        });
}
