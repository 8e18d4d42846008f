using System.CommandLine;
using OptaPS.Cli.Hosting;

namespace OptaPS.Cli.Demo;

/// <summary><c>opta demo</c>: the main job from end to end on a sandbox of its own, observed from outside.</summary>
internal static class DemoCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("demo", "Run the main job from end to end on a sandbox: apply, mesh, deploy, call, change, destroy.");
        var broken = new Option<DemoBreak>("--break") { Description = "Break something on purpose (image or mesh) to see the evidence; ends with exit code 1." };
        var keep = new Option<bool>("--keep") { Description = "Keep the demo's folder and print its path." };
        command.Options.Add(broken);
        command.Options.Add(keep);
        command.SetAction(async (parsed, _) =>
        {
            var folder = Directory.CreateTempSubdirectory("opta-demo-");
            await using var world = new DemoWorld(front, folder.FullName);
            try
            {
                return await new DemoRun(front, world, parsed.GetValue(broken)).RunAsync();
            }
            finally
            {
                await world.StopAsync();
                if (parsed.GetValue(keep))
                    await front.Output.WriteLineAsync($"The demo's files are in {folder.FullName}");
                else
                    folder.Delete(recursive: true);
            }
        });
        return command;
    }
}
