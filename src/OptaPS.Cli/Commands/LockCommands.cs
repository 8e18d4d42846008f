using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta locks</c> and <c>opta unlock</c>: who holds a state, and how to end the lock of a run that is dead.</summary>
internal static class LockCommands
{
    public static Command List(Front front)
    {
        var command = new Command("locks", "List who holds the locks on states, since and until when.");
        var environment = new Argument<string?>("environment") { Description = "Name of the environment; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetLockRequest(common.Target(parsed), parsed.GetValue(environment)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (found, writer) =>
            {
                writer.List(
                    found,
                    ("ENVIRONMENT", l => l.EnvironmentName),
                    ("SERVICE", l => l.ServiceName ?? ""),
                    ("STATUS", l => l.Status),
                    ("HOLDER", l => l.Holder),
                    ("OPERATION", l => l.Operation),
                    ("SINCE", l => l.Acquired.UtcDateTime.ToString("u")),
                    ("EXPIRES", l => l.Expires.UtcDateTime.ToString("u")),
                    ("FENCE", l => $"{l.Fence}"),
                    ("OPEN", l => $"{l.OpenIntents.Count}"));
                return ExitCodes.Done;
            }));
        return command;
    }

    public static Command Unlock(Front front)
    {
        var command = new Command("unlock", "End the lock of a run that is dead; what it may still try to write is refused.");
        var environment = new Argument<string>("environment") { Description = "Name of the environment." };
        var service = new Argument<string?>("service") { Description = "The service; the environment itself when left out.", Arity = ArgumentArity.ZeroOrOne };
        var force = new Option<bool>("--force") { Description = "End a lock too that has not expired; asks, unless --auto-approve." };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        command.Arguments.Add(service);
        common.AddTo(command, force, common.AutoApprove);
        command.SetAction(async (parsed, _) =>
        {
            var request = new UnlockRequest(common.Target(parsed), parsed.GetValue(environment)!, parsed.GetValue(service)) { Force = parsed.GetValue(force) };
            if (request.Force && !parsed.GetValue(common.AutoApprove) && await AskAsync(front, request, parsed.GetValue(common.Output)) is var code && code != ExitCodes.Done)
                return code;
            return await front.RunAsync(request, parsed.GetValue(common.Output), autoApprove: true, (ended, writer) =>
            {
                var name = ended.ServiceName is null ? ended.EnvironmentName : $"{ended.EnvironmentName}/{ended.ServiceName}";
                writer.One(ended, (l, o) =>
                {
                    o.WriteLine(l.Holder.Length == 0 ? $"{name} was not locked." : $"The lock of {l.Holder} ({l.Operation}, fence {l.Fence}) on {name} is ended.");
                    Inherited(l, o);
                });
                return ExitCodes.Done;
            });
        });
        return command;
    }

    // What the next run takes over is part of the question.
    private static Task<int> AskAsync(Front front, UnlockRequest request, OutputFormat format) =>
        front.RunAsync(new GetLockRequest(request.Target, request.Environment), format, autoApprove: true, (found, _) =>
        {
            if (found.FirstOrDefault(info => info.ServiceName == request.Service) is { } held)
                Inherited(held, front.Error);
            front.Error.Write($"The holder may still work; its writes will be refused from now on. Type '{request.Environment}' to end its lock: ");
            return Console.In.ReadLine() == request.Environment ? ExitCodes.Done : ExitCodes.Failed;
        });

    private static void Inherited(LockInfo info, TextWriter output)
    {
        foreach (var intent in info.OpenIntents)
            output.WriteLine($"  the next run takes over: {intent} since {intent.Since.UtcDateTime:u}");
    }
}
