using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta apply</c>: creates or converges an environment or a service, or carries a saved plan out.</summary>
internal static class ApplyCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("apply", "Create or converge an environment or a service, or carry out a saved plan; safe to run again.");
        var file = new FileArgument("The environment or service file, or a plan that 'opta plan --out' has saved (default opta.yaml).");
        var common = new CommonOptions().WithValidators();
        var plan = new PlanOptions();
        file.AddTo(command);
        common.AddTo(command, common.Environment, common.Variables, plan.Targets, plan.Excludes, plan.RefreshOnly, plan.Moves, plan.Policies, plan.SkipChecks, common.AutoApprove, common.AllowDataLoss);
        command.SetAction((parsed, _) =>
        {
            var target = common.Target(parsed);
            var path = file.Read(parsed);
            return SavedPlanFile.Is(path)
                ? LayerRun.ApplyAsync(front, common, parsed, new ApplyPlanRequest(target, path) { PolicyFiles = parsed.GetValue(plan.Policies) ?? [], SkipChecks = parsed.GetValue(plan.SkipChecks) ?? [] })
                : LayerRun.ApplyAsync(front, common, parsed, new ApplyRequest(target, path) { Choices = plan.Read(parsed) });
        });
        return command;
    }
}
