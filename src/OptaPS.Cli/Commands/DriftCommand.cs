using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta drift</c>: what was changed outside, field by field; <c>--repair</c> puts it back.</summary>
internal static class DriftCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("drift", "List what was changed outside OptaPS, field by field; needs no file.");
        var environment = new Argument<string>("environment") { Description = "Name of the environment, or its file." };
        var service = new Argument<string?>("service") { Description = "Only this service; the environment and all its services when left out.", Arity = ArgumentArity.ZeroOrOne };
        var repair = new Option<bool>("--repair") { Description = "Put back what differs." };
        var ignore = new Option<string[]>("--ignore") { Description = "Fields that others may change, kind:/path with * and ?, for example Deployment:/spec/replicas. May be given several times.", HelpName = "kind:/path" };
        var common = new CommonOptions();
        command.Arguments.Add(environment);
        command.Arguments.Add(service);
        common.AddTo(command, repair, ignore, common.AutoApprove, common.AllowDataLoss, common.DetailedExitCode);
        command.SetAction((parsed, _) =>
        {
            var request = new TestDriftRequest(common.Target(parsed), parsed.GetValue(environment)!)
            {
                Service = parsed.GetValue(service),
                Repair = parsed.GetValue(repair),
                Ignored = parsed.GetValue(ignore) ?? [],
                AutoApprove = parsed.GetValue(common.AutoApprove),
                AllowDataLoss = parsed.GetValue(common.AllowDataLoss),
            };
            return front.RunAsync(request, parsed.GetValue(common.Output), request.AutoApprove, (reports, writer) =>
            {
                writer.Many(reports, (all, output) =>
                {
                    foreach (var report in all)
                    {
                        output.WriteLine(report);
                        foreach (var field in report.Fields)
                            output.WriteLine($"  {field}  [repair: {field.Repair.ToLowerInvariant()}{(field.Risk == "None" ? "" : ", " + field.Risk)}]");
                        if (report.Repair is { } done)
                            writer.Applied(done);
                    }
                });
                var open = reports.Any(report => report.HasDrift && report.Repair?.Status is not "Succeeded");
                return open && parsed.GetValue(common.DetailedExitCode) ? ExitCodes.ChangesPending : ExitCodes.Done;
            });
        });
        return command;
    }
}
