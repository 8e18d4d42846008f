using System.CommandLine;
using OptaPS.Cli.Demo;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;

namespace OptaPS.Cli.Commands;

/// <summary>The program's commands, in the order in which help lists them.</summary>
internal static class OptaCommandLine
{
    public static RootCommand Create(Front front) => new("OptaPS: from a YAML file to a meshed service that answers.")
    {
        ValidateCommand.Create(front),
        SchemaCommand.Create(front),
        PlanCommand.Create(front),
        ApplyCommand.Create(front),
        DeployCommand.Create(front),
        DriftCommand.Create(front),
        ImportCommand.Create(front),
        ResourceCommand.Create(front),
        MeshCommand.Create(front),
        EnvironmentsCommand.Create(front),
        ServicesCommand.Create(front),
        EndpointCommand.Create(front),
        OutputCommand.Create(front),
        DestroyCommand.Create(front),
        KubeconfigCommand.Create(front),
        TokenCommand.Create(front),
        SandboxCommand.Create(front),
        DemoCommand.Create(front),
        Group(0),
        Group(1),
    };

    /// <summary>Parses and runs; a command line that is not usable is bad input.</summary>
    public static async Task<int> RunAsync(Front front, IReadOnlyList<string> args)
    {
        var parsed = Create(front).Parse(args);
        var exit = await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            front.Stop);
        return parsed.Errors.Count > 0 ? ExitCodes.BadInput : exit;
    }

    // For help only: the command lines of these groups never get here.
    private static Command Group(int number) => new(FlagCommands.Groups[number].Name, $"{FlagCommands.Groups[number].Summary} See 'opta {FlagCommands.Groups[number].Name} --help'.");
}
