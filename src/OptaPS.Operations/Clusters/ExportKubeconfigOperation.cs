using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Kubeconfig;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Clusters;

/// <summary>Writes a kubeconfig context whose exec plugin calls this product for a token.</summary>
internal static class ExportKubeconfigOperation
{
    public static async Task<KubeconfigInfo> RunAsync(ExportKubeconfigRequest request, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var (environment, source) = await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(source));
        var connection = ClusterConnection.Parse(await EnvironmentCluster.ConnectionAsync(session.Engine, environment.Environment, cancellationToken));
        if (connection.Endpoint is null)
            throw ClusterErrors.OwnKubeconfig(environment.Environment);

        var context = request.Target.Sandbox is { } sandbox ? $"opta-{environment.Environment}-{sandbox}" : $"opta-{environment.Environment}";
        var plugin = new KubeconfigExec(request.PluginCommand[0], [.. request.PluginCommand.Skip(1), environment.Environment, .. SandboxArguments(request.Target)])
        {
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["OPTA_HOME"] = request.Target.HomeFolder },
            InstallHint = "Install OptaPS, or export the kubeconfig again on this machine.",
        };
        await KubeconfigWriter.MergeAsync(
            request.Path,
            new KubeconfigExport(context, connection.Endpoint, plugin) { CaData = connection.CaData, TlsServerName = connection.TlsServerName },
            TimeProvider.System,
            cancellationToken);
        return new KubeconfigInfo(environment.Environment, request.Path, context, connection.Endpoint);
    }

    private static string[] SandboxArguments(OperationTarget target) => target.Sandbox is { } name ? ["--sandbox", name] : [];
}
