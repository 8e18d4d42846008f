using OptaPS.Engine.Providers;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Operations.Clusters;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Releases;

/// <summary>A client of the cluster that a request chooses, for as long as the operation runs.</summary>
internal sealed class ClusterAccess : IAsyncDisposable
{
    private readonly IAsyncDisposable owner;

    private ClusterAccess(IKubernetesClient client, string? environment, string target, IAsyncDisposable owner)
    {
        Client = client;
        EnvironmentName = environment;
        Target = target;
        this.owner = owner;
    }

    public IKubernetesClient Client { get; }

    /// <summary>The environment, or null for a cluster of a kubeconfig.</summary>
    public string? EnvironmentName { get; }

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; }

    public ReleaseEngine Releases => new(Client, new ClusterObserver(Client, TimeProvider.System), TimeProvider.System);

    public static async Task<ClusterAccess> OpenAsync(OperationTarget operationTarget, ClusterChoice choice, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(operationTarget, cancellationToken);
        return choice.Environment is { } environment
            ? await OfEnvironmentAsync(operationTarget, target, environment, cancellationToken)
            : await OfKubeconfigAsync(target, choice, cancellationToken);
    }

    public ValueTask DisposeAsync() => owner.DisposeAsync();

    private static async Task<ClusterAccess> OfEnvironmentAsync(OperationTarget operationTarget, ResolvedTarget target, string name, CancellationToken cancellationToken)
    {
        var (environment, source) = await EnvironmentFinder.FindAsync(operationTarget, target, name, cancellationToken);
        var session = Session.Open(target, CloudSettings.Of(source));
        try
        {
            var connection = await EnvironmentCluster.ConnectionAsync(session.Engine, environment.Environment, cancellationToken);
            return new ClusterAccess(await session.Clusters.GetAsync(connection, cancellationToken), environment.Environment, target.Name, session);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static async Task<ClusterAccess> OfKubeconfigAsync(ResolvedTarget target, ClusterChoice choice, CancellationToken cancellationToken)
    {
        // A sandbox never falls through to a cluster of the user's own kubeconfig.
        if (target.Endpoints is { World: not null, LocalKubeconfig: null } && choice.Kubeconfig is null)
            throw ReleaseErrors.NoCluster(target.Name);

        var variables = target.Target.EnvironmentVariables;
        var clients = new KubernetesClientFactory(
            Array.Empty<ICredentialSource>(),
            new ClientEnvironment
            {
                Variable = variables.GetValueOrDefault,
                HomeFolder = variables.GetValueOrDefault("HOME") ?? variables.GetValueOrDefault("USERPROFILE"),
                ExtraTrust = target.Endpoints.CaCertificates,
                Interactive = target.Target.Interactive,
                AllowInsecureTls = choice.AllowInsecureTls,
            },
            TimeProvider.System);
        try
        {
            var path = choice.Kubeconfig is { } file ? Path.GetFullPath(file, target.Target.WorkingFolder) : target.Endpoints.LocalKubeconfig;
            return new ClusterAccess(await clients.GetAsync(ClusterConnection.FromKubeconfig(path, choice.Context), cancellationToken), environment: null, target.Name, clients);
        }
        catch
        {
            await clients.DisposeAsync();
            throw;
        }
    }
}
