using OptaPS.Sandbox.Kubernetes.Auth;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Entry;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Nodes;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Storage;
using OptaPS.Sandbox.Kubernetes.Traffic;

namespace OptaPS.Sandbox.Kubernetes;

/// <summary>The parts of one running cluster.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly ControllerLoop loop;
    private int podAddresses;

    public Cluster(ClusterSpec spec)
    {
        Spec = spec;
        Directory.CreateDirectory(spec.DataFolder);
        Identity = ClusterIdentity.Open(Path.Combine(spec.DataFolder, "pki"));
        Store = new ObjectStore(Path.Combine(spec.DataFolder, "objects"));
        Schemas = new SchemaSet();
        Kinds = new KindTable(Schemas);
        Tokens = new ServiceAccountTokens(Identity, Store, spec.ServiceAccountIssuer ?? "https://kubernetes.default.svc.cluster.local", spec.Clock);
        Authenticator = new Authenticator(Identity, Tokens, spec.TokenVerifier);
        Authorizer = new RbacAuthorizer(Store);
        Objects = new ObjectWriter(this);
        Deleter = new ObjectDeleter(this);
        Caller = new PodCaller(this);
        Entry = new EntryRouter(this);
        Nodes = new NodeGroups(this);
        Events = new EventRecorder(this);
        podAddresses = (int)(Store.Version % 50000);
        loop = new ControllerLoop(this, ControllerList.For(this));
    }

    public ClusterSpec Spec { get; }

    public ClusterIdentity Identity { get; }

    public ObjectStore Store { get; }

    public SchemaSet Schemas { get; }

    public KindTable Kinds { get; }

    public ServiceAccountTokens Tokens { get; }

    public Authenticator Authenticator { get; }

    public RbacAuthorizer Authorizer { get; }

    /// <summary>All writes, of clients and of controllers, go through here.</summary>
    public ObjectWriter Objects { get; }

    public ObjectDeleter Deleter { get; }

    /// <summary>Files of the simulated containers.</summary>
    public Shell.ContainerFiles Files { get; } = new();

    /// <summary>The public HTTP and HTTPS side.</summary>
    public EntryRouter Entry { get; }

    /// <summary>Calls between workloads since the start.</summary>
    public TrafficBook Traffic { get; } = new();

    /// <summary>Takes calls to the pods of services.</summary>
    public PodCaller Caller { get; }

    public NodeGroups Nodes { get; }

    /// <summary>Address of the API server without scheme.</summary>
    public string HostAndPort { get; set; } = "";

    public int EntryHttpPort { get; set; }

    public int EntryHttpsPort { get; set; }

    public string FlowSchemaUid { get; } = Guid.NewGuid().ToString();

    public string PriorityLevelUid { get; } = Guid.NewGuid().ToString();

    public ISandboxClock Clock => Spec.Clock;

    /// <summary>Now as the API writes time stamps.</summary>
    public string Timestamp => Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Now with microseconds, as leases and events write it.</summary>
    public string MicroTimestamp => Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Records Event objects.</summary>
    public EventRecorder Events { get; }

    /// <summary>The last failure of a controller, for diagnosis.</summary>
    public string LastControllerError { get; set; } = "";

    /// <summary>Whether LoadBalancer services get an address.</summary>
    public bool ProvidesLoadBalancers => Spec.ProvidesLoadBalancers;

    /// <summary>A pod address that was not given before in this run.</summary>
    public string PodAddress()
    {
        var number = Interlocked.Increment(ref podAddresses);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"10.244.{number / 250 % 250}.{(number % 250) + 2}");
    }

    public async Task StartAsync(CancellationToken ct)
    {
        foreach (var definition in Store.List("apiextensions.k8s.io/customresourcedefinitions"))
            Crds.DefinitionReader.Register(this, definition.Body);
        await Bootstrap.RunAsync(this, ct);
        loop.Start();
        foreach (var (group, count) in Spec.InitialNodes)
            Nodes.Set(group, count, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    public ValueTask StopAsync() => loop.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Identity.Dispose();
    }
}
