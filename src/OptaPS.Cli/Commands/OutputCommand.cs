using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta output</c>: prints the outputs of an environment or service; secrets are masked.</summary>
internal static class OutputCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("output", "Print the outputs of an environment or service; secrets are masked.");
        var environment = new Argument<string>("environment");
        var service = new Argument<string?>("service") { Arity = ArgumentArity.ZeroOrOne };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        command.Arguments.Add(service);
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetOutputRequest(common.Target(parsed), parsed.GetValue(environment)!, parsed.GetValue(service)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (found, writer) =>
            {
                writer.List(found, ("NAME", v => v.Name), ("VALUE", v => v.Value));
                return ExitCodes.Done;
            }));
        return command;
    }
}
