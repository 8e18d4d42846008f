using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta plan</c>: shows what an apply or deploy would do.</summary>
internal static class PlanCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("plan", "Show what an apply or deploy would do; changes nothing.");
        var file = new FileArgument();
        var common = new CommonOptions().WithValidators();
        file.AddTo(command);
        common.AddTo(command, common.Environment, common.Variables, common.DetailedExitCode, common.AllowDataLoss);
        command.SetAction((parsed, _) =>
        {
            var request = new ApplyRequest(common.Target(parsed), file.Read(parsed))
            {
                Environment = parsed.GetValue(common.Environment),
                Variables = common.ReadVariables(parsed),
                AllowDataLoss = parsed.GetValue(common.AllowDataLoss),
                PlanOnly = true,
            };
            return front.RunAsync(request, parsed.GetValue(common.Output), autoApprove: true, (result, writer) =>
            {
                writer.One(result.Plan!, PlanWriter.Write);
                return parsed.GetValue(common.DetailedExitCode) && result.Plan!.HasChanges ? ExitCodes.ChangesPending : ExitCodes.Done;
            });
        });
        return command;
    }
}
