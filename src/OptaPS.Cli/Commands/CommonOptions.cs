using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Operations;

namespace OptaPS.Cli.Commands;

/// <summary>Options that many commands share, made anew for each command.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Sandbox { get; } = new("--sandbox")
    {
        Description = "Work against the sandbox of this name instead of the real cloud.",
        HelpName = "name",
    };

    public Option<string?> State { get; } = new("--state")
    {
        Description = "Where states are kept: local, cloud, s3://bucket?region=r, gs://bucket, azblob://account/container or kubernetes://namespace. OPTA_STATE when left out; remembered for each environment.",
        HelpName = "place",
    };

    public Option<OutputFormat> Output { get; } = new("--output", "-o") { Description = "table or json." };

    public Option<string?> Environment { get; } = new("--env", "-e") { Description = "Which environment of a service file.", HelpName = "name" };

    public Option<string[]> Variables { get; } = new("--var", "-v")
    {
        Description = "Value of an input variable of the file; may be given several times.",
        HelpName = "name=value",
        AllowMultipleArgumentsPerToken = false,
    };

    public Option<bool> AutoApprove { get; } = new("--auto-approve") { Description = "Carry out the plan without asking." };

    public Option<bool> DetailedExitCode { get; } = new("--detailed-exitcode") { Description = "Exit with 3 when the plan has changes." };

    public Option<bool> AllowDataLoss { get; } = new("--allow-data-loss") { Description = "Allow replacing or deleting resources that hold data." };

    /// <summary>Adds the options that every command has.</summary>
    public void AddTo(Command command, params Option[] more)
    {
        command.Options.Add(Sandbox);
        command.Options.Add(State);
        command.Options.Add(Output);
        foreach (var option in more)
            command.Options.Add(option);
    }

    /// <summary>Where the command works.</summary>
    public OperationTarget Target(ParseResult parsed) => Front.Target(parsed.GetValue(Sandbox)) with { State = parsed.GetValue(State) };

    /// <summary>Reads <c>--var</c>; a text without <c>=</c> is an error of the command line.</summary>
    public IReadOnlyDictionary<string, string> ReadVariables(ParseResult parsed) =>
        (parsed.GetValue(Variables) ?? []).Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>Makes a wrong <c>--var</c> an error with the option's name.</summary>
    public CommonOptions WithValidators()
    {
        Variables.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
                result.AddError($"--var {token.Value}: expected name=value.");
        });
        return this;
    }
}
