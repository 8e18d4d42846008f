using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta import</c>: takes existing resources over into the state.</summary>
internal static class ImportCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("import", "Take existing resources over into the state of a file's environment or service; touches none of them.");
        var file = new Argument<string>("file") { Description = "The environment or service file." };
        var pairs = new Argument<string[]>("address=identifier") { Description = "What to import: the address as a plan shows it, and the system's identifier.", Arity = ArgumentArity.ZeroOrMore };
        var batch = new Option<string?>("--from") { Description = "A YAML or JSON file with more of them: a map of addresses and identifiers.", HelpName = "file" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would be imported and what the next apply would do with it." };
        var common = new CommonOptions().WithValidators();
        pairs.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
                result.AddError($"{token.Value}: expected address=identifier.");
        });
        command.Arguments.Add(file);
        command.Arguments.Add(pairs);
        common.AddTo(command, batch, dryRun, common.Environment, common.Variables, common.AutoApprove);
        command.SetAction((parsed, _) =>
        {
            var request = new ImportRequest(Front.Target(parsed.GetValue(common.Sandbox)), parsed.GetValue(file)!)
            {
                Identifiers = (parsed.GetValue(pairs) ?? []).Select(text => text.Split('=', 2)).GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal),
                IdentifierFile = parsed.GetValue(batch),
                Environment = parsed.GetValue(common.Environment),
                Variables = common.ReadVariables(parsed),
                AutoApprove = parsed.GetValue(common.AutoApprove),
                PlanOnly = parsed.GetValue(dryRun),
            };
            return front.RunAsync(request, parsed.GetValue(common.Output), request.AutoApprove, (result, writer) =>
            {
                writer.One(result, Write);
                return ExitCodes.Done;
            });
        });
        return command;
    }

    private static void Write(ImportResult result, TextWriter output)
    {
        var layer = result.ServiceName is null ? result.EnvironmentName : $"{result.EnvironmentName}/{result.ServiceName}";
        output.WriteLine($"Import into {layer} on {result.Target}: {(result.Status == "Planned" ? "dry run, nothing was recorded" : result.Status)}");
        foreach (var item in result.Items)
        {
            output.WriteLine($"  {item.Outcome,-8} {item.Address} = {item.Identifier}  (next apply: {item.NextAction.ToLowerInvariant()}{(item.Risk == "None" ? "" : ", " + item.Risk)})");
            foreach (var property in item.Properties)
                output.WriteLine($"             {property.Path}: {property.Before ?? "(absent)"} -> {property.After ?? "(absent)"}{(property.ForcesReplace ? " (forces replacement)" : "")}");
        }
    }
}
