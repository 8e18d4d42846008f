using System.CommandLine;
using System.Text.Json.Nodes;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations.Views;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta get</c>: shows objects of a cluster as the server prints them, whole, or by name only.</summary>
internal static class GetCommand
{
    private static readonly string[] Formats = ["table", "wide", "json", "yaml", "name"];

    public static Command Create(Front front)
    {
        var command = new Command("get", "Show objects of a Kubernetes cluster: any kind, short name or category.");
        var resource = new Argument<string>("resource") { Description = "Kinds, parted by commas: deployments, svc, all ..." };
        var names = new Argument<string[]>("name") { Description = "Names; * ? and [a-c] match several.", Arity = ArgumentArity.ZeroOrMore };
        var common = new CommonOptions();
        var environment = new Option<string?>("--env", "-e") { Description = "The cluster of this environment.", HelpName = "name" };
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Path of a kubeconfig.", HelpName = "path" };
        var context = new Option<string?>("--kube-context") { Description = "Context of the kubeconfig.", HelpName = "name" };
        var insecure = new Option<bool>("--allow-insecure-tls") { Description = "Accept a context that switches certificate verification off." };
        var @namespace = new Option<string?>("--namespace", "-n") { Description = "The namespace; the context's own when left out.", HelpName = "name" };
        var all = new Option<bool>("--all-namespaces", "-A") { Description = "In all namespaces." };
        var selector = new Option<string?>("--selector", "-l") { Description = "Label selector.", HelpName = "selector" };
        var field = new Option<string?>("--field-selector") { Description = "Field selector.", HelpName = "selector" };
        var secrets = new Option<bool>("--include-secret-data") { Description = "Show the values of Secrets." };
        var managed = new Option<bool>("--show-managed-fields") { Description = "Show metadata.managedFields." };
        var output = new Option<string>("--output", "-o") { Description = string.Join(", ", Formats) + ".", DefaultValueFactory = _ => Formats[0], HelpName = "format" };
        output.AcceptOnlyFromAmong(Formats);
        command.Arguments.Add(resource);
        command.Arguments.Add(names);
        foreach (var option in (Option[])[common.Sandbox, environment, kubeconfig, context, insecure, @namespace, all, selector, field, secrets, managed, output])
            command.Options.Add(option);
        command.SetAction((parsed, _) =>
        {
            var found = new List<KubeResource>();
            var choice = new ClusterChoice { Environment = parsed.GetValue(environment), Kubeconfig = parsed.GetValue(kubeconfig), Context = parsed.GetValue(context), AllowInsecureTls = parsed.GetValue(insecure) };
            var request = new GetKubeResourceRequest(Front.Target(parsed.GetValue(common.Sandbox)), choice, [parsed.GetValue(resource)!], found.Add)
            {
                Names = parsed.GetValue(names) ?? [],
                Namespace = parsed.GetValue(@namespace),
                AllNamespaces = parsed.GetValue(all),
                Selector = parsed.GetValue(selector),
                FieldSelector = parsed.GetValue(field),
                IncludeSecretData = parsed.GetValue(secrets),
                IncludeManagedFields = parsed.GetValue(managed),
            };
            var format = parsed.GetValue(output)!;
            var diagnostics = format == "json" ? OutputFormat.Json : OutputFormat.Table;
            return front.RunAsync(request, diagnostics, autoApprove: true, (missing, _) =>
            {
                Show(front, format, found, request.AllNamespaces);
                return missing.Count == 0 ? ExitCodes.Done : front.Fail(missing, diagnostics);
            });
        });
        return command;
    }

    private static void Show(Front front, string format, List<KubeResource> found, bool allNamespaces)
    {
        switch (format)
        {
            case "json":
                front.Output.WriteLine(LogCommands.DefuseJson(List(found).ToJsonString(OptaJson.Indented)));
                break;
            case "yaml":
                front.Output.Write(YamlText.Write(List(found)));
                break;
            case "name":
                foreach (var item in found)
                    front.Output.WriteLine(LogCommands.DefuseLine(KubeResourceTable.NameOf(item, withKind: true)));
                break;
            default:
                KubeResourceTable.Write(front.Output, found, allNamespaces, format == "wide");
                break;
        }
    }

    private static JsonObject List(List<KubeResource> found) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "List",
        ["items"] = new JsonArray([.. found.Select(item => JsonNode.Parse(item.Json))]),
    };
}
