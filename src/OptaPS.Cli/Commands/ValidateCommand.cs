using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta validate</c>: checks a file, and its target unless --offline.</summary>
internal static class ValidateCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("validate", "Check a file and what can be checked at its target without a change.");
        var file = new FileArgument();
        var common = new CommonOptions().WithValidators();
        var offline = new Option<bool>("--offline") { Description = "Check the file only; make no call." };
        file.AddTo(command);
        common.AddTo(command, common.Environment, common.Variables, offline);
        command.SetAction((parsed, _) =>
        {
            var request = new TestEnvironmentRequest(Front.Target(parsed.GetValue(common.Sandbox)), file.Read(parsed), parsed.GetValue(offline))
            {
                Environment = parsed.GetValue(common.Environment),
                Variables = common.ReadVariables(parsed),
            };
            var format = parsed.GetValue(common.Output);
            return front.RunAsync(request, format, autoApprove: true, (checks, writer) =>
            {
                writer.List(checks, ("CHECK", c => c.Check), ("RESULT", c => c.Passed ? "ok" : "FAILED"), ("MESSAGE", c => c.Message));
                var findings = checks.Where(c => c is { Passed: false, Diagnostic: not null }).Select(c => c.Diagnostic!).ToList();
                return findings.Count > 0 ? front.Fail(findings, format) : checks.All(c => c.Passed) ? ExitCodes.Done : ExitCodes.Failed;
            });
        });
        return command;
    }
}
