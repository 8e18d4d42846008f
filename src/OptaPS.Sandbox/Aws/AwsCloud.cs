using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Certificates;
using OptaPS.Sandbox.Aws.CloudControl;
using OptaPS.Sandbox.Aws.CloudFormation;
using OptaPS.Sandbox.Aws.Ec2;
using OptaPS.Sandbox.Aws.Ecr;
using OptaPS.Sandbox.Aws.Eks;
using OptaPS.Sandbox.Aws.Handlers;
using OptaPS.Sandbox.Aws.Iam;
using OptaPS.Sandbox.Aws.Identity;
using OptaPS.Sandbox.Aws.Kms;
using OptaPS.Sandbox.Aws.LoadBalancing;
using OptaPS.Sandbox.Aws.Logs;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.Quotas;
using OptaPS.Sandbox.Aws.Rds;
using OptaPS.Sandbox.Aws.Route53;
using OptaPS.Sandbox.Aws.S3;
using OptaPS.Sandbox.Aws.Schemas;
using OptaPS.Sandbox.Aws.Secrets;
using OptaPS.Sandbox.Aws.Signing;
using OptaPS.Sandbox.Aws.Sts;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Clusters;
using OptaPS.Sandbox.Dns;
using OptaPS.Sandbox.Faults;
using OptaPS.Sandbox.Hosting;
using OptaPS.Sandbox.Persistence;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Aws;

/// <summary>The emulated AWS account: its services over one world.</summary>
internal sealed class AwsCloud : IAsyncDisposable
{
    private static readonly string[] OtherCollections =
    [
        "s3-objects", UploadStore.Collection, "route53-records", "ec2-settings", "quotas", "kms-material", "access-keys",
        Delegations.Collection, CertificateMaterial.Collection, SecretVersions.Collection, EcrImages.Collection, CloudWatchLogsService.Collection, StackBook.Events, StackBook.Resources
    ];

    private readonly CloudWorld _world;
    private readonly OperationBook _book;
    private readonly OperationClock _operations;
    private readonly EksClusters _eks;
    private readonly WorldStore _store;
    private readonly ObjectStore _objects;

    public AwsCloud(WorldIdentity identity, WorldStore store, RequestJournal log, FaultRules faults, SandboxClock clock, ClusterRegistry clusters, string region, string dataFolder, Delegations delegations, Func<IReadOnlyList<string>, X509Certificate2> issue)
    {
        _store = store;
        var keys = new AccessKeys(identity, store);
        var signatures = new SignatureVerifier(keys, TimeProvider.System);
        _world = new CloudWorld(SchemaCatalog.Load(), store, identity.AccountId);
        _book = new OperationBook(store);
        _objects = new ObjectStore(store, dataFolder);
        var uploads = new UploadStore(store, _objects);
        _objects.RemoveOrphans(uploads.All.SelectMany(u => u.Parts).Select(p => p.File));
        var stacks = new StackBook(store, TimeProvider.System);
        ResourceFactory? factory = null;
        var records = new RecordStore(store);
        var material = new CertificateMaterial(store, issue);
        Names = new PublicNames(_world, records, delegations);
        _eks = new EksClusters(clusters, signatures, () => _world, (place, cluster) => new ServiceBalancers(_world, factory!, material, place, cluster));
        Quotas = new QuotaBook(_world.Catalog, store);
        var rules = new ResourceRules(_world, Quotas.Changed, r =>
            faults.Hit(new FaultTarget("cloudcontrolapi", "Reference", r.Type, r.Identifier, false), FaultKind.Stale) is { } stale
            && r.ChangedAt + TimeSpan.FromMilliseconds(stale.DelayMilliseconds) > clock.Now);
        var provisioner = new Provisioner(_world, _book, rules, [_eks, new NetworkBehaviour(), new LaunchTemplateBehaviour(), new BucketBehaviour(_objects), new ZoneBehaviour(records), new CertificateBehaviour(() => _world, records, Names, material), new StackBehaviour(() => _world, () => factory!, stacks, clock)], faults, clock);
        factory = new ResourceFactory(_world, rules, clock, provisioner.BehavioursOf);
        _operations = new OperationClock(_world, _book, rules, provisioner, faults, clock);
        var multipart = new S3Uploads(uploads, _objects, TimeProvider.System);
        IAwsService[] services =
        [
            new StsService(new RoleSessions(_world, keys, new ClusterIdentities(_world, clusters), TimeProvider.System)),
            new CloudControlService(_world, _book, provisioner, _operations, faults, clock),
            new Ec2Service(_world, store),
            new EksService(_world),
            new IamService(_world, keys, new IamReads(_world), new PolicySimulator(_world)),
            new ServiceQuotasService(Quotas, _world),
            new KmsService(_world, store, new KmsKeys(_world, factory, TimeProvider.System)),
            new Route53Service(_world, records, factory, TimeProvider.System),
            new S3Service(_world, _objects, new S3Objects(_objects, multipart, TimeProvider.System), multipart, new S3BucketSettings(_world), TimeProvider.System),
            new SecretsManagerService(_world, factory, new SecretVersions(store, TimeProvider.System), TimeProvider.System),
            new EcrService(_world, factory, new EcrImages(store), TimeProvider.System),
            new CloudWatchLogsService(_world, factory, store, TimeProvider.System),
            new RdsService(_world),
            new LoadBalancingService(_world),
            new CloudFormationService(_world, provisioner, stacks)
        ];
        Services = [.. services.Select(s => s.Name)];
        Endpoint = new AwsEndpoint(services, signatures, faults, log, TimeProvider.System, region);
    }

    public AwsEndpoint Endpoint { get; }

    public QuotaBook Quotas { get; }

    /// <summary>What public DNS says of the account's hosted zones.</summary>
    public PublicNames Names { get; }

    /// <summary>Name servers of the newest public hosted zone of a domain; empty when there is none.</summary>
    public IReadOnlyList<string> NameServersOf(string domain) =>
        _world.All("AWS::Route53::HostedZone", CloudWorld.GlobalRegion).LastOrDefault(zone => Delegations.Plain(zone.Text("Name")) == Delegations.Plain(domain) && zone.Text("VPCs/0/VPCId").Length == 0) is { } found
            ? [.. PropertyPath.Values(found.Model, "NameServers/*")]
            : [];

    /// <summary>Signing names of the services that are served.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>Starts what the world holds: clusters first, then the operations that were open.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await _eks.ResumeAsync(ct);
        _operations.Start();
    }

    /// <summary>Runs while no stored object changes; gives the folder of their contents.</summary>
    public void WhileObjectsAreStill(Action<string> action) => _objects.WhileStill(action);

    public Task RescaleAsync(double scale) => _operations.RescaleAsync(scale);

    public async Task ResetAsync()
    {
        Task durable;
        lock (_world.Gate)
        {
            durable = Task.WhenAll(
                _world.RemoveAsync(_world.Everything()),
                _store.CommitAsync(_book.Clear()),
                _store.CommitAsync([.. OtherCollections.SelectMany(c => _store.All(c).Select(d => new StoreChange(c, d.Key, null)))]));
        }

        await durable;
    }

    /// <summary>Every resource with its readable model, for tests and for people.</summary>
    public JsonObject DescribeResources() => new()
    {
        ["resources"] = new JsonArray([.. _world.Everything().Select(r => (JsonNode)new JsonObject
        {
            ["type"] = r.Type,
            ["identifier"] = r.Identifier,
            ["region"] = r.Region,
            ["state"] = r.State.ToString(),
            ["properties"] = Provisioner.Readable(_world.Catalog.Find(r.Type)!, r)
        })])
    };

    public ValueTask DisposeAsync() => _operations.DisposeAsync();
}
