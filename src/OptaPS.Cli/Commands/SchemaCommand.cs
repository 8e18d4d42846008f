using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta schema</c>: prints the JSON Schema of environment and service files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(Front front)
    {
        var command = new Command("schema", "Print the JSON Schema of environment and service files, for editors.");
        var cloud = new Option<string?>("--cloud") { Description = "Only the modules of this cloud: aws, gcp, azure, local, or cluster (a cluster of your own).", HelpName = "name" };
        cloud.CompletionSources.Add("aws", "gcp", "azure", "local", "cluster");
        command.Options.Add(cloud);
        command.SetAction((parsed, _) =>
            front.RunAsync(new GetSchemaRequest(Front.Target(sandbox: null), parsed.GetValue(cloud)), OutputFormat.Table, autoApprove: true, (schema, _) =>
            {
                front.Output.Write(schema);
                return ExitCodes.Done;
            }));
        return command;
    }
}
