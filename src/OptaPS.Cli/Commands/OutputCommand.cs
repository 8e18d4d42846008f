using System.CommandLine;
using OptaPS.Agents;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta output</c>: prints the outputs of an environment or service; secrets are masked.</summary>
internal static class OutputCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("output", "Print the outputs of an environment or service; secrets are masked.");
        var environment = new Argument<string>("environment");
        var service = new Argument<string?>("service") { Arity = ArgumentArity.ZeroOrOne };
        var setVariables = new Option<bool>("--set-variables") { Description = "Under Azure Pipelines, set a variable for each output; secret ones are masked." };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        command.Arguments.Add(service);
        common.AddTo(command, setVariables);
        command.SetAction((parsed, _) =>
        {
            var target = common.Target(parsed);
            var agent = parsed.GetValue(setVariables) && AgentSettings.Read(target.EnvironmentVariables.GetValueOrDefault).Commands;
            var request = new GetOutputRequest(target, parsed.GetValue(environment)!, parsed.GetValue(service)) { WithSecrets = agent };
            return front.RunAsync(request, parsed.GetValue(common.Output), autoApprove: true, (found, writer) =>
            {
                if (agent)
                {
                    foreach (var line in found.SelectMany(OutputVariables.Commands))
                        front.Error.WriteLine(line);
                }

                writer.List(found.Select(value => value with { Secret = null }).ToList(), ("NAME", v => v.Name), ("VALUE", v => v.Value));
                return ExitCodes.Done;
            });
        });
        return command;
    }
}
