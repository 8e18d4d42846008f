using System.CommandLine;

namespace OptaPS.Cli.Commands;

/// <summary>The file that a command works on: an argument, or <c>-c</c> as Opta had it; <c>opta.yaml</c> when neither is given.</summary>
internal sealed class FileArgument
{
    private readonly Argument<string?> argument = new("file")
    {
        Description = "The environment or service file (default opta.yaml).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> option = new("--config", "-c") { Description = "The same as the argument; kept from Opta.", HelpName = "file" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(argument);
        command.Options.Add(option);
    }

    public string Read(ParseResult parsed) => parsed.GetValue(argument) ?? parsed.GetValue(option) ?? "opta.yaml";
}
