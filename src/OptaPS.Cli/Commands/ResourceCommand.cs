using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta resource</c>: moves and protects recorded resources.</summary>
internal static class ResourceCommand
{
    public static Command Create(Front front) => new("resource", "Move, protect and unprotect recorded resources.")
    {
        Move(front),
        Protect(front, "protect", "Keep resources from being replaced or deleted; they are skipped and listed.", protect: true),
        Protect(front, "unprotect", "Lift the protection of resources.", protect: false),
    };

    private static Command Move(Front front)
    {
        var command = new Command("move", "Give recorded resources another address without touching them.");
        var (environment, service, common) = Shared(command);
        var from = new Argument<string>("from") { Description = "The former address; base/* takes a module." };
        var to = new Argument<string>("to") { Description = "The new address." };
        command.Arguments.Add(from);
        command.Arguments.Add(to);
        command.SetAction((parsed, _) => front.RunAsync(
            new MoveResourceRequest(common.Target(parsed), parsed.GetValue(environment)!, parsed.GetValue(from)!, parsed.GetValue(to)!) { Service = parsed.GetValue(service) },
            parsed.GetValue(common.Output),
            autoApprove: true,
            (moved, writer) =>
            {
                writer.List(moved, ("FROM", one => one.From), ("ADDRESS", one => one.Address));
                return ExitCodes.Done;
            }));
        return command;
    }

    private static Command Protect(Front front, string name, string about, bool protect)
    {
        var command = new Command(name, about);
        var (environment, service, common) = Shared(command);
        var addresses = new Argument<string[]>("address") { Description = "The resources as a plan shows them.", Arity = ArgumentArity.OneOrMore };
        command.Arguments.Add(addresses);
        command.SetAction((parsed, _) => front.RunAsync(
            new ProtectResourceRequest(common.Target(parsed), parsed.GetValue(environment)!, parsed.GetValue(addresses)!, protect) { Service = parsed.GetValue(service) },
            parsed.GetValue(common.Output),
            autoApprove: true,
            (done, writer) =>
            {
                writer.List(done, ("ADDRESS", one => one.Address), ("PROTECTED", one => one.Protected ? "yes" : "no"), ("CLOUD LOCK", one => !one.CloudLock ? "none" : one.Protected ? "set" : "lifted"));
                return ExitCodes.Done;
            }));
        return command;
    }

    private static (Argument<string> Environment, Option<string?> Service, CommonOptions Common) Shared(Command command)
    {
        var environment = new Argument<string>("environment") { Description = "Name of the environment, or its file." };
        var service = new Option<string?>("--service", "-s") { Description = "The service; the environment itself when left out.", HelpName = "name" };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        common.AddTo(command, service);
        return (environment, service, common);
    }
}
