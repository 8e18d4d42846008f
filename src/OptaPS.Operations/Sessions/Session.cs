using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Engine;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State.Local;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Provider;
using OptaPS.Operations.Targets;

namespace OptaPS.Operations.Sessions;

/// <summary>What one operation works with: the engine with its providers, and cluster clients. The composition root of the layers below.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly List<IDisposable> disposables;

    private Session(ResolvedTarget target, LayerEngine engine, KubernetesClientFactory clusters, List<IDisposable> disposables)
    {
        Target = target;
        Engine = engine;
        Clusters = clusters;
        this.disposables = disposables;
    }

    /// <summary>Where the session works.</summary>
    public ResolvedTarget Target { get; }

    /// <summary>The engine.</summary>
    public LayerEngine Engine { get; }

    /// <summary>Clients of clusters by connection document.</summary>
    public KubernetesClientFactory Clusters { get; }

    /// <summary>Who acts.</summary>
    public string Actor => Target.Target.Actor;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Lines for a plan's header: endpoints that are not the clouds' own.</summary>
    public IReadOnlyList<string> Notes => [.. Target.Endpoints.Services.Select(pair => $"{pair.Key} at {pair.Value}").Order(StringComparer.Ordinal).Take(1)];

    /// <summary>The cluster that <c>local</c> means at this target, or null for the usual kind cluster of this machine.</summary>
    public JsonObject? LocalCluster => Target.Endpoints.LocalKubeconfig is { } path ? ClusterConnection.FromKubeconfig(path, context: null).ToJson() : null;

    /// <summary>Makes a session; no call is made.</summary>
    /// <param name="target">Where to work.</param>
    /// <param name="cloud">The cloud account, or null when only state is read.</param>
    public static Session Open(ResolvedTarget target, CloudSettings? cloud)
    {
        var time = TimeProvider.System;
        var variables = target.Target.EnvironmentVariables;
        var owned = new List<IDisposable>();
        ICredentialSource[] credentials = [new EksCredentialSource(target.Endpoints, time)];
        var environment = new ClientEnvironment
        {
            Variable = variables.GetValueOrDefault,
            HomeFolder = variables.GetValueOrDefault("HOME") ?? variables.GetValueOrDefault("USERPROFILE"),
            ExtraTrust = target.Endpoints.CaCertificates,
        };
        var clusters = new KubernetesClientFactory(credentials, environment, time);
        var providers = new List<IResourceProvider> { new KubernetesResourceProvider(clusters, time), HelmProviderFactory.Create(target, clusters, time, owned) };
        if (cloud?.Aws is { } account)
        {
            var aws = new AwsResourceProvider(account, target.Endpoints, time, variables.GetValueOrDefault);
            owned.Add(aws);
            providers.Add(aws);
        }

        var engine = new LayerEngine(providers, new LocalFolderBackend(target.StateFolder, time), new LayerEngineOptions
        {
            KeyWrapper = new KeyFileWrapper(target.KeyFile),
            World = target.Endpoints.World,
            Holder = target.Target.Actor,
            Time = time,
        });
        return new Session(target, engine, clusters, owned);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Clusters.DisposeAsync();
        foreach (var item in disposables)
            item.Dispose();
    }
}
