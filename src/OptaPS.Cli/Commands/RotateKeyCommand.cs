using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta rotate-key</c>: encrypts the secrets of states under new keys.</summary>
internal static class RotateKeyCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("rotate-key", "Encrypt the secrets of states under new keys; for all environments the key file changes too.");
        var environment = new Argument<string?>("environment") { Description = "Name of the environment; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new RotateKeyRequest(common.Target(parsed), parsed.GetValue(environment)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (rotated, writer) =>
            {
                writer.List(rotated, ("ENVIRONMENT", r => r.EnvironmentName), ("SERVICE", r => r.ServiceName ?? ""), ("TARGET", r => r.Target));
                return ExitCodes.Done;
            }));
        return command;
    }
}
