using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Engine;
using OptaPS.Engine.Providers;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Provider;
using OptaPS.Operations.States;
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

    /// <summary>The AWS account of the session, or null when it has none.</summary>
    public AwsResourceProvider? Aws { get; private init; }

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
    /// <param name="choice">The environment whose file was read, or null when the command names one that has state.</param>
    public static Session Open(ResolvedTarget target, CloudSettings? cloud, StateChoice? choice = null) => Open(target, cloud, choice, keysOf: null);

    /// <summary>Makes a session without a cloud whose new keys are wrapped as those of an environment's place are.</summary>
    public static Session OpenKeysOf(ResolvedTarget target, string environment) => Open(target, cloud: null, choice: null, environment);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Clusters.DisposeAsync();
        foreach (var item in disposables)
            item.Dispose();
    }

    private static Session Open(ResolvedTarget target, CloudSettings? cloud, StateChoice? choice, string? keysOf)
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
            Interactive = target.Target.Interactive,
        };
        var clusters = new KubernetesClientFactory(credentials, environment, time);
        var providers = new List<IResourceProvider> { new KubernetesResourceProvider(clusters, time), HelmProviderFactory.Create(target, clusters, time, owned) };
        AwsResourceProvider? aws = null;
        if (cloud?.Aws is { } account)
        {
            aws = new AwsResourceProvider(account, target.Endpoints, time, variables.GetValueOrDefault);
            owned.Add(aws);
            providers.Add(aws);
        }

        var stores = new StateStores(target, clusters, time);
        owned.Add(stores);
        var lease = LeaseSetting.Read(variables);
        var states = new PlacedBackend(target, stores, choice);
        var engine = new LayerEngine(providers, states, new LayerEngineOptions
        {
            KeyWrapper = states.KeysOf(keysOf),
            OtherKeyWrappers = stores.Readers,
            World = target.Endpoints.World,
            Holder = target.Target.Actor,
            LeaseTime = lease,
            LockWait = lease + LeaseSetting.Patience,
            Time = time,
        });
        return new Session(target, engine, clusters, owned) { Aws = aws };
    }
}
