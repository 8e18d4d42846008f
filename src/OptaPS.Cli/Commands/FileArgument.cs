using System.CommandLine;

namespace OptaPS.Cli.Commands;

/// <summary>The file that a command works on: an argument, or <c>-c</c> as Opta had it; <c>opta.yaml</c> when neither is given.</summary>
internal sealed class FileArgument(string about = "The environment or service file (default opta.yaml).")
{
    private readonly Argument<string?> argument = new("file")
    {
        Description = about,
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> option = new("--config", "-c") { Description = "The same as the argument; kept from Opta.", HelpName = "file" };

    public void AddTo(Command command)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', _, ..] value }] && !File.Exists(value))
                result.AddError($"There is no option '{value}'.");
        });
        command.Arguments.Add(argument);
        command.Options.Add(option);
    }

    public string Read(ParseResult parsed) => parsed.GetValue(argument) ?? parsed.GetValue(option) ?? "opta.yaml";
}
