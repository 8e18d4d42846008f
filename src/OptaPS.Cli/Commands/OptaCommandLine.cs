using System.CommandLine;
using OptaPS.Cli.Demo;
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
    };
}
