using OptaPS.Clouds.Aws.State;
using OptaPS.Clouds.Azure.State;
using OptaPS.Clouds.Gcp.State;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Local;
using OptaPS.Engine.State.Objects;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.State;
using OptaPS.Operations.Targets;
using OptaPS.Secrets;

namespace OptaPS.Operations.States;

/// <summary>Opens the places where states are kept; each once.</summary>
internal sealed class StateStores(ResolvedTarget target, KubernetesClientFactory clusters, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, IStateBackend> open = new(StringComparer.Ordinal);
    private readonly List<IDisposable> owned = [];
    private readonly Lock gate = new();

    private const string GoogleStorage = "https://storage.googleapis.com/";

    /// <summary>The variable that holds a passphrase for states that no KMS key protects.</summary>
    public const string PassphraseVariable = "OPTA_STATE_PASSPHRASE";

    /// <summary>Opens every state that was made with another key than new ones are.</summary>
    public IReadOnlyList<IKeyWrapper> Readers => [Own(new KmsKeyWrapper(target.Endpoints)), new KeyFileWrapper(target.KeyFile), .. Passphrase()];

    /// <summary>The backend of a place.</summary>
    public IStateBackend Open(StatePlace place)
    {
        lock (gate)
        {
            if (!open.TryGetValue(place.Text, out var backend))
                open[place.Text] = backend = Make(place);
            return backend;
        }
    }

    /// <summary>Wraps the keys of new states at a place.</summary>
    public IKeyWrapper KeysOf(StatePlace place) =>
        place.Option("kms") is { } key ? Own(new KmsKeyWrapper(target.Endpoints, key, place.Option("region")))
            : Passphrase().FirstOrDefault() ?? new KeyFileWrapper(target.KeyFile);

    /// <summary>Makes the storage of a place that says where it is to be made, or checks it when it exists.</summary>
    public async Task EnsureAsync(StatePlace place, CancellationToken cancellationToken)
    {
        if (place.Kind == StatePlaceKind.Google && place.Option("project") is { } project)
        {
            using var client = new HttpClient();
            var maker = new GcsBucketMaker(client, new GoogleTokens().GetAsync, Address("gcp:storage", GoogleStorage));
            await maker.EnsureAsync(place.Host, project, place.Option("location")!, place.Option("key"), cancellationToken);
        }
        else if (place.Kind == StatePlaceKind.Azure && place.Option("subscription") is { } subscription)
        {
            using var client = new HttpClient();
            var maker = new StorageAccountMaker(client, new AzureTokens(AzureTokens.Management).GetAsync, Address("azure:management", "https://management.azure.com/"), time);
            var container = place.Path.Split('/', 2)[0];
            await maker.EnsureAsync(new StorageAccountPlace(subscription, place.Option("group")!, place.Host, container), place.Option("location")!, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in owned)
            item.Dispose();
    }

    private IEnumerable<IKeyWrapper> Passphrase() =>
        target.Target.EnvironmentVariables.GetValueOrDefault(PassphraseVariable) is { Length: > 0 } text ? [new PassphraseKeyWrapper(new Secret(text))] : [];

    private IStateBackend Make(StatePlace place) => place.Kind switch
    {
        StatePlaceKind.S3 => new ObjectStoreBackend(Own(new AwsStateBucket(target.Endpoints, place.Option("region")!, place.Host, place.Prefix)).Store, time),
        StatePlaceKind.Google => new ObjectStoreBackend(new GcsObjectStore(Own(new HttpClient()), new GoogleTokens().GetAsync, Address("gcp:storage", GoogleStorage), place.Host, place.Prefix), time),
        StatePlaceKind.Azure => new ObjectStoreBackend(Blobs(place), time),
        StatePlaceKind.Kubernetes => new ObjectStoreBackend(new SecretObjectStore(token => clusters.GetAsync(Connection(place), token), place.Host), time),
        _ => new LocalFolderBackend(target.StateFolder, time),
    };

    private BlobObjectStore Blobs(StatePlace place)
    {
        var parts = place.Path.Split('/', 2);
        var container = new Uri(Address("azure:blob", $"https://{place.Host}.blob.core.windows.net/"), parts[0] + "/");
        return new BlobObjectStore(Own(new HttpClient()), new AzureTokens().GetAsync, container, parts.Length > 1 ? parts[1] + "/" : "");
    }

    // A target with endpoints of its own never falls through to the public service.
    private Uri Address(string service, string usual) =>
        target.Endpoints.Services.TryGetValue(service, out var given) ? given
            : target.Endpoints.World is null ? new Uri(usual)
            : throw StateErrors.NotServed(target.Name, service);

    private ClusterConnection Connection(StatePlace place)
    {
        var path = place.Option("kubeconfig") ?? target.Endpoints.LocalKubeconfig;
        return path is null && target.Endpoints.World is not null
            ? throw StateErrors.NotServed(target.Name, "a cluster outside the environments")
            : ClusterConnection.FromKubeconfig(path is null ? null : System.IO.Path.GetFullPath(path, target.Target.WorkingFolder), place.Option("context"));
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        owned.Add(item);
        return item;
    }
}
