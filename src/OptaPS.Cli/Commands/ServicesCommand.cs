using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta services</c>: lists the services of an environment and how they are doing.</summary>
internal static class ServicesCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("services", "List the services of an environment and how they are doing.");
        var environment = new Argument<string>("environment");
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetServiceRequest(common.Target(parsed), parsed.GetValue(environment)!),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (found, writer) =>
            {
                writer.List(
                    found,
                    ("SERVICE", s => s.ServiceName),
                    ("MODULE", s => s.ModuleName),
                    ("STATUS", s => s.Status),
                    ("READY", s => $"{s.ReadyReplicas}/{s.Replicas}"),
                    ("MESHED", s => s.Meshed ? "yes" : "no"),
                    ("IMAGE", s => s.Image),
                    ("REASON", s => s.Reason));
                return ExitCodes.Done;
            }));
        return command;
    }
}
