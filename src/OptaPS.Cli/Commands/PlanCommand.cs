using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Diagnostics;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta plan</c>: shows what an apply or deploy would do, and saves it when asked to.</summary>
internal static class PlanCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("plan", "Show what an apply or deploy would do; changes nothing.");
        var file = new FileArgument();
        var common = new CommonOptions().WithValidators();
        var plan = new PlanOptions();
        file.AddTo(command);
        common.AddTo(command, common.Environment, common.Variables, plan.Targets, plan.Excludes, plan.RefreshOnly, plan.Moves, plan.Policies, plan.SaveTo, plan.Detail, common.DetailedExitCode, common.AllowDataLoss);
        command.SetAction((parsed, _) =>
        {
            var request = new ApplyRequest(Front.Target(parsed.GetValue(common.Sandbox)), file.Read(parsed))
            {
                Environment = parsed.GetValue(common.Environment),
                Variables = common.ReadVariables(parsed),
                AllowDataLoss = parsed.GetValue(common.AllowDataLoss),
                Choices = plan.Read(parsed, save: true),
                PlanOnly = true,
            };
            return front.RunAsync(request, parsed.GetValue(common.Output), autoApprove: true, (result, writer) =>
            {
                writer.One(result.Plan!, (view, output) => PlanWriter.Write(view, output, parsed.GetValue(plan.Detail)));
                if (result.PlanFile is { } saved)
                    front.Error.WriteLine($"Saved to {saved}. 'opta apply {saved}' carries it out exactly, or refuses it.");
                if (result.Plan!.Findings.Any(finding => finding.Severity == Severity.Error))
                    return ExitCodes.Failed;
                return parsed.GetValue(common.DetailedExitCode) && result.Plan!.HasChanges ? ExitCodes.ChangesPending : ExitCodes.Done;
            });
        });
        return command;
    }
}
