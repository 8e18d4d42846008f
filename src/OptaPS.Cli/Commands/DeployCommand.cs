using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta deploy</c>: deploys a service, with an image when one is given.</summary>
internal static class DeployCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("deploy", "Deploy a service into an environment.");
        var file = new FileArgument();
        var common = new CommonOptions().WithValidators();
        var plan = new PlanOptions();
        var image = new Option<string?>("--image", "-i") { Description = "Image to run; recorded so that later deployments keep it.", HelpName = "reference" };
        var module = new Option<string?>("--module", "-m") { Description = "The module that --image is for.", HelpName = "name" };
        file.AddTo(command);
        common.AddTo(command, common.Environment, common.Variables, image, module, plan.Targets, plan.Excludes, plan.RefreshOnly, plan.Moves, plan.Policies, plan.SkipChecks, common.AutoApprove, common.AllowDataLoss);
        command.SetAction((parsed, _) => LayerRun.ApplyAsync(front, common, parsed, new ApplyRequest(common.Target(parsed), file.Read(parsed))
        {
            Image = parsed.GetValue(image),
            Module = parsed.GetValue(module),
            Choices = plan.Read(parsed),
        }));
        return command;
    }
}
