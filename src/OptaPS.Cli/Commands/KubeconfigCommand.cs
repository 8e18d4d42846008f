using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta kubeconfig</c>: writes a kubeconfig entry whose token comes from <c>opta token</c>.</summary>
internal static class KubeconfigCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("kubeconfig", "Write or merge a kubeconfig entry for an environment's cluster.");
        var environment = new Argument<string>("environment");
        var file = new Option<string?>("--file", "-f") { Description = "The kubeconfig file (default: the first of KUBECONFIG, else ~/.kube/config).", HelpName = "path" };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        common.AddTo(command, file);
        command.SetAction((parsed, _) =>
        {
            var target = common.Target(parsed);
            var path = parsed.GetValue(file)
                ?? target.EnvironmentVariables.GetValueOrDefault("KUBECONFIG")?.Split(Path.PathSeparator).FirstOrDefault(p => p.Length > 0)
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
            var request = new ExportKubeconfigRequest(target, parsed.GetValue(environment)!, Path.GetFullPath(path), [.. ProgramCommand.Self, "token"]);
            return front.RunAsync(request, parsed.GetValue(common.Output), autoApprove: true, (written, writer) =>
            {
                writer.One(written, (k, o) => o.WriteLine($"Context {k.Context} written to {k.Path}"));
                return ExitCodes.Done;
            });
        });
        return command;
    }
}
