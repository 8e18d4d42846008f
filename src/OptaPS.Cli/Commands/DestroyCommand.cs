using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta destroy</c>: removes an environment or a service.</summary>
internal static class DestroyCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("destroy", "Remove an environment or a service with everything that was made for it.");
        var environment = new Argument<string>("environment") { Description = "Name of the environment, or its file." };
        var service = new Argument<string?>("service") { Description = "The service to remove; the environment itself when left out.", Arity = ArgumentArity.ZeroOrOne };
        var recurse = new Option<bool>("--recurse") { Description = "Remove the services of the environment first." };
        var withoutState = new Option<bool>("--without-state") { Description = "Remove an environment whose state is lost: what carries its mark." };
        var common = new CommonOptions();
        var plan = new PlanOptions();
        command.Arguments.Add(environment);
        command.Arguments.Add(service);
        common.AddTo(command, recurse, withoutState, plan.Targets, plan.Excludes, plan.Policies, common.AutoApprove, common.AllowDataLoss);
        command.SetAction((parsed, _) =>
        {
            var request = new DestroyRequest(common.Target(parsed), parsed.GetValue(environment)!)
            {
                Service = parsed.GetValue(service),
                Recurse = parsed.GetValue(recurse),
                WithoutState = parsed.GetValue(withoutState),
                Choices = plan.Read(parsed, files: false),
                AutoApprove = parsed.GetValue(common.AutoApprove),
                AllowDataLoss = parsed.GetValue(common.AllowDataLoss),
            };
            return front.RunAsync(request, parsed.GetValue(common.Output), request.AutoApprove, (result, writer) =>
            {
                writer.Applied(result);
                return ExitCodes.Done;
            });
        });
        return command;
    }
}
