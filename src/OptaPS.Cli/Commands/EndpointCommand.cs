using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta endpoint</c>: lists the addresses at which services answer.</summary>
internal static class EndpointCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("endpoint", "List the addresses at which services of an environment answer.");
        var environment = new Argument<string>("environment");
        var service = new Argument<string?>("service") { Arity = ArgumentArity.ZeroOrOne };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        command.Arguments.Add(service);
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetEndpointRequest(common.Target(parsed), parsed.GetValue(environment)!, parsed.GetValue(service)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (found, writer) =>
            {
                writer.List(found, ("SERVICE", e => e.ServiceName), ("MODULE", e => e.ModuleName), ("URI", e => e.Uri.ToString()), ("CONNECT TO", e => e.ConnectTo));
                return ExitCodes.Done;
            }));
        return command;
    }
}
