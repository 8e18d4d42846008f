using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta sandbox fault</c>: makes requests to a running sandbox go wrong.</summary>
internal static class SandboxFaultCommand
{
    public static Command Create(Front front) => new("fault", "Rules by which requests to a running sandbox go wrong; they survive its restart.")
    {
        Add(front),
        List(front),
        Clear(front),
    };

    private static Command Add(Front front)
    {
        var command = new Command("add", "Set a rule; one of the same id is replaced. Patterns take *.");
        var kind = new Argument<SandboxFaultKind>("kind") { Description = "What the fault does.", CustomParser = result => ReadKind(result) };
        var common = new CommonOptions();
        var id = Text("--id", "", "Name of the rule; made when left out.");
        var service = Text("--service", "*", "Pattern of the service: an AWS signing name such as s3 or cloudcontrolapi, or kubernetes:<cluster>.");
        var operation = Text("--operation", "*", "Pattern of the operation, or of a Kubernetes verb.");
        var resource = Text("--resource", "*", "Pattern of the resource type or identifier.");
        var mutating = new Option<bool>("--mutating-only") { Description = "Only requests that can change state." };
        var skip = Number("--skip", 0, "How many matching requests pass first.");
        var count = Number("--count", 0, "How many requests are hit; 0 is without end.");
        var probability = new Option<double>("--probability") { Description = "Chance from 0 to 1 that a matching request is hit.", DefaultValueFactory = _ => 1 };
        var seed = Number("--seed", 1, "Seed of the draws.");
        var delay = Number("--delay", 1000, "Milliseconds of a latency, of a stale read or of a clock skew.");
        var status = Number("--status", 500, "HTTP status of an error, 500 to 599.");
        var code = Text("--code", "GeneralServiceException", "Error code of a failed operation.");
        var message = Text("--message", "Injected by a sandbox fault rule", "Error text.");
        command.Arguments.Add(kind);
        common.AddTo(command, id, service, operation, resource, mutating, skip, count, probability, seed, delay, status, code, message);
        command.SetAction((parsed, _) =>
        {
            var sandbox = parsed.GetValue(common.Sandbox) ?? "default";
            var fault = new SandboxFault(sandbox, parsed.GetValue(kind))
            {
                Id = parsed.GetValue(id)!,
                Service = parsed.GetValue(service)!,
                Operation = parsed.GetValue(operation)!,
                Resource = parsed.GetValue(resource)!,
                MutatingOnly = parsed.GetValue(mutating),
                Skip = parsed.GetValue(skip),
                Count = parsed.GetValue(count),
                Probability = parsed.GetValue(probability),
                Seed = parsed.GetValue(seed),
                DelayMilliseconds = parsed.GetValue(delay),
                Status = parsed.GetValue(status),
                Code = parsed.GetValue(code)!,
                Message = parsed.GetValue(message)!,
            };
            return front.RunAsync(new SetSandboxFaultRequest(Front.Target(sandbox), fault), parsed.GetValue(common.Output), autoApprove: true, (set, writer) =>
            {
                writer.One(set, (s, o) => o.WriteLine($"Fault {s.Id} is set in sandbox {s.Sandbox}: {s.Kind} on {s.Service} {s.Operation} {s.Resource}"));
                return ExitCodes.Done;
            });
        });
        return command;
    }

    private static Command List(Front front)
    {
        var command = new Command("list", "List the rules with how often each hit, in the order in which they are asked.");
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetSandboxFaultRequest(Front.Target(parsed.GetValue(common.Sandbox) ?? "default")),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (rules, writer) => Show(rules, writer)));
        return command;
    }

    private static Command Clear(Front front)
    {
        var command = new Command("clear", "Take away one rule, or all.");
        var id = new Argument<string?>("id") { Arity = ArgumentArity.ZeroOrOne, Description = "The rule; all when left out." };
        var common = new CommonOptions();
        command.Arguments.Add(id);
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new ClearSandboxFaultRequest(Front.Target(parsed.GetValue(common.Sandbox) ?? "default"), parsed.GetValue(id)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (rules, writer) => Show(rules, writer)));
        return command;
    }

    private static int Show(IReadOnlyList<SandboxFault> rules, ResultWriter writer)
    {
        writer.List(
            rules,
            ("ID", r => r.Id),
            ("KIND", r => r.Kind.ToString()),
            ("SERVICE", r => r.Service),
            ("OPERATION", r => r.Operation),
            ("RESOURCE", r => r.Resource),
            ("HITS", r => r.Count > 0 ? $"{r.Hits}/{r.Count}" : $"{r.Hits}"),
            ("PROBABILITY", r => r.Probability.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)));
        return ExitCodes.Done;
    }

    // Words as the command line writes them: lost-response is LostResponse.
    private static SandboxFaultKind ReadKind(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Enum.TryParse<SandboxFaultKind>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind))
            return kind;
        result.AddError($"'{text}' is not a kind of fault; allowed are {string.Join(", ", Enum.GetNames<SandboxFaultKind>())}.");
        return default;
    }

    private static Option<string> Text(string name, string value, string description) => new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<int> Number(string name, int value, string description) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
