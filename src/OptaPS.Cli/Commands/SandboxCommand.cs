using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;
using OptaPS.Sandbox;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta sandbox</c>: serves, starts, lists and stops sandboxes, and disturbs, watches and copies them, and answers as their registrar.</summary>
internal static class SandboxCommand
{
    public static Command Create(Front front) => new("sandbox", "Emulated clouds, clusters and chart repositories on this machine.")
    {
        Serve(front),
        Start(front),
        Status(front),
        Stop(front),
        SandboxFaultCommand.Create(front),
        SandboxDelegateCommand.Create(front),
        SandboxWorldCommand.Traffic(front),
        SandboxWorldCommand.Page(front),
        SandboxWorldCommand.Export(front),
        SandboxWorldCommand.Import(front),
    };

    private static Command Serve(Front front)
    {
        var command = new Command("serve", "Serve a sandbox in this process until it is stopped.");
        var data = new Option<string>("--data") { Description = "Folder that keeps the emulated world.", Required = true, HelpName = "folder" };
        var name = new Option<string>("--name") { DefaultValueFactory = _ => "default" };
        var port = new Option<int>("--port") { Description = "TCP port on loopback; 0 for any." };
        var scale = new Option<double>("--time-scale") { Description = "How many times faster than real time long operations run.", DefaultValueFactory = _ => 1 };
        var parent = new Option<int?>("--parent-pid") { Description = "End when this process ends." };
        var keep = new Option<bool>("--keep") { Description = "Go on when the parent is gone." };
        var log = new Option<string?>("--log") { HelpName = "file" };
        foreach (var option in new Option[] { data, name, port, scale, parent, keep, log })
            command.Options.Add(option);
        command.SetAction((parsed, _) => SandboxServer.RunAsync(
            new SandboxServerOptions(parsed.GetValue(data)!)
            {
                Name = parsed.GetValue(name)!,
                Port = parsed.GetValue(port),
                TimeScale = parsed.GetValue(scale),
                ParentPid = parsed.GetValue(parent),
                Keep = parsed.GetValue(keep),
                LogFile = parsed.GetValue(log),
            },
            front.Output,
            front.Stop));
        return command;
    }

    /// <summary>Whether a command line serves a sandbox that another process started.</summary>
    public static bool IsBackground(string[] args) => args is ["sandbox", "serve", ..] && (args.Contains("--keep", StringComparer.Ordinal) || args.Contains("--parent-pid", StringComparer.Ordinal));

    private static Command Start(Front front)
    {
        var command = new Command("start", "Start a sandbox in the background; it lives until it is stopped.");
        var name = NameArgument();
        var common = new CommonOptions();
        var scale = new Option<double>("--time-scale") { Description = "How many times faster than real time long operations run.", DefaultValueFactory = _ => 60 };
        command.Arguments.Add(name);
        command.Options.Add(common.Output);
        command.Options.Add(scale);
        var local = new Option<bool>("--local-cluster") { Description = "Make a cluster in it that stands for this machine's own." };
        command.Options.Add(local);
        command.SetAction((parsed, _) =>
        {
            var request = new StartSandboxRequest(Front.Target(parsed.GetValue(name)), [.. ProgramCommand.Self, "sandbox", "serve"])
            {
                TimeScale = parsed.GetValue(scale),
                LocalCluster = parsed.GetValue(local),
                Keep = true,
            };
            return front.RunAsync(request, parsed.GetValue(common.Output), autoApprove: true, (started, writer) =>
            {
                writer.One(started, (s, o) => o.WriteLine($"Sandbox {s.Name} runs at {s.Uri} (process {s.ProcessId}, data in {s.DataFolder})"));
                return ExitCodes.Done;
            });
        });
        return command;
    }

    private static Command Status(Front front)
    {
        var command = new Command("status", "List sandboxes and whether they run.");
        var common = new CommonOptions();
        command.Options.Add(common.Output);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetSandboxRequest(Front.Target(null)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (found, writer) =>
            {
                writer.List(found, ("NAME", s => s.Name), ("STATUS", s => s.Status), ("PID", s => $"{s.ProcessId}"), ("URI", s => s.Uri?.ToString() ?? ""), ("DATA", s => s.DataFolder));
                return ExitCodes.Done;
            }));
        return command;
    }

    private static Command Stop(Front front)
    {
        var command = new Command("stop", "Stop a sandbox; its world stays on disk unless --remove-data.");
        var name = NameArgument();
        var common = new CommonOptions();
        var remove = new Option<bool>("--remove-data") { Description = "Delete its world and the state made in it." };
        command.Arguments.Add(name);
        command.Options.Add(common.Output);
        command.Options.Add(remove);
        command.SetAction((parsed, _) => front.RunAsync(
            new StopSandboxRequest(Front.Target(parsed.GetValue(name)), parsed.GetValue(remove)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (stopped, writer) =>
            {
                writer.One(stopped, (s, o) => o.WriteLine($"Sandbox {s.Name} is stopped."));
                return ExitCodes.Done;
            }));
        return command;
    }

    private static Argument<string> NameArgument() => new("name") { Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "default" };
}
