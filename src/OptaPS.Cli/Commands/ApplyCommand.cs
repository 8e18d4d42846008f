using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta apply</c>: creates or converges an environment or a service.</summary>
internal static class ApplyCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("apply", "Create or converge an environment or a service; safe to run again.");
        var file = new FileArgument();
        var common = new CommonOptions().WithValidators();
        file.AddTo(command);
        common.AddTo(command, common.Environment, common.Variables, common.AutoApprove, common.AllowDataLoss);
        command.SetAction((parsed, _) => LayerRun.ApplyAsync(front, common, parsed, new ApplyRequest(common.Target(parsed), file.Read(parsed))));
        return command;
    }
}
