using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Operations.Findings;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta validate</c>: checks a file, and its target unless --offline, or all files of a folder.</summary>
internal static class ValidateCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("validate", "Check a file and what can be checked at its target without a change, or all files of a folder.");
        var file = new FileArgument("The environment or service file, or a folder of such files (default opta.yaml).");
        var common = new CommonOptions().WithValidators();
        var offline = new Option<bool>("--offline") { Description = "Check the file only; make no call. Folders are always checked so." };
        var compatibility = new Option<bool>("--compatibility") { Description = "List the places that mean something else than in Opta, too; make no call." };
        var format = new Option<string?>("--format")
        {
            Description = $"Write the findings, and nothing else, to the output as {string.Join(", ", FindingFormats.Names)}.",
            HelpName = "name",
        };
        var skip = PlanOptions.SkipCheckOption();
        format.AcceptOnlyFromAmong([.. FindingFormats.Names]);
        file.AddTo(command);
        common.AddTo(command, common.Environment, common.Variables, offline, compatibility, skip, format);
        command.SetAction((parsed, _) =>
        {
            var request = new TestEnvironmentRequest(common.Target(parsed), file.Read(parsed), parsed.GetValue(offline))
            {
                Environment = parsed.GetValue(common.Environment),
                Variables = common.ReadVariables(parsed),
                Compatibility = parsed.GetValue(compatibility),
                SkipChecks = parsed.GetValue(skip) ?? [],
            };
            var output = parsed.GetValue(common.Output);
            return front.RunAsync(request, output, autoApprove: true, (checks, writer) =>
            {
                var findings = new FindingWriter(front.Output, front.Error);
                if (parsed.GetValue(format) is { } name)
                    findings.WriteOnly(checks, name);
                else if (output == OutputFormat.Json)
                    writer.List(checks);
                else
                    findings.WriteTable(checks, writer, FindingFormats.OfBuildSystem(request.Target.EnvironmentVariables));

                var code = Front.ExitCodeOf([.. checks.Select(check => check.Diagnostic).OfType<Diagnostics.Diagnostic>()]);
                return code == ExitCodes.Done && checks.Any(check => !check.Passed) ? ExitCodes.Failed : code;
            });
        });
        return command;
    }
}
