using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta sandbox delegate</c>: the registrar of a sandbox.</summary>
internal static class SandboxDelegateCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("delegate", "Set the NS records that the parent zone of a domain has in a running sandbox; those of its hosted zone when none are given.");
        var domain = new Argument<string>("domain");
        var servers = new Option<string[]>("--name-server") { Description = "A name server; more than one by commas or by repeating.", AllowMultipleArgumentsPerToken = true };
        var remove = new Option<bool>("--remove") { Description = "Take the delegation away." };
        var common = new CommonOptions();
        command.Arguments.Add(domain);
        common.AddTo(command, servers, remove);
        command.SetAction((parsed, _) =>
        {
            string[] named = [.. (parsed.GetValue(servers) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
            var wanted = parsed.GetValue(remove) ? [] : named.Length > 0 ? named : null;
            var request = new SetSandboxDelegationRequest(Front.Target(parsed.GetValue(common.Sandbox) ?? "default"), parsed.GetValue(domain)!, wanted);
            return front.RunAsync(request, parsed.GetValue(common.Output), autoApprove: true, (set, writer) =>
            {
                writer.One(set, (s, o) => o.WriteLine(s.NameServers.Count == 0 ? $"Nothing delegates {s.Domain} in sandbox {s.Sandbox}." : $"{s.Domain} is delegated to {string.Join(", ", s.NameServers)} in sandbox {s.Sandbox}."));
                return ExitCodes.Done;
            });
        });
        return command;
    }
}
