using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta environments</c>: lists environments that have state.</summary>
internal static class EnvironmentsCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("environments", "List environments that have state.");
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetEnvironmentRequest(common.Target(parsed)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (found, writer) =>
            {
                writer.List(
                    found,
                    ("ENVIRONMENT", e => e.EnvironmentName),
                    ("STATUS", e => e.Status),
                    ("PROVIDER", e => e.Provider),
                    ("REGION", e => e.Region),
                    ("RESOURCES", e => $"{e.Resources}"),
                    ("MESH", e => e.Mesh),
                    ("SERVICES", e => string.Join(", ", e.Services)),
                    ("TARGET", e => e.Target));
                return ExitCodes.Done;
            }));
        return command;
    }
}
