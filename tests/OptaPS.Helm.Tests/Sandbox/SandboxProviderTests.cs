using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Helm.Provider;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Helm.Repositories;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Objects;
using OptaPS.Targets;

namespace OptaPS.Helm.Tests.Sandbox;

/// <summary>A real chart through the resource provider, rendered with the cluster's own capabilities, against the emulated cluster and its controllers.</summary>
public sealed class SandboxProviderTests(SandboxCluster sandbox) : IClassFixture<SandboxCluster>, IAsyncLifetime, IDisposable
{
    private static readonly Ownership Owner = new("acme", "staging", "staging/hello");

    private static readonly Dictionary<string, byte[]> Chart = new(StringComparer.Ordinal)
    {
        ["Chart.yaml"] = Text("apiVersion: v2\nname: demo\nversion: 1.0.0\nappVersion: \"7\"\n"),
        ["values.yaml"] = Text("image: ghcr.io/acme/hello:1.0\nreplicas: 2\n"),
        ["templates/deployment.yaml"] = Text("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {{ .Release.Name }}
            spec:
              replicas: {{ .Values.replicas }}
              selector:
                matchLabels: {app: {{ .Release.Name }}}
              template:
                metadata:
                  labels: {app: {{ .Release.Name }}}
                spec:
                  containers:
                    - name: app
                      image: {{ .Values.image | quote }}
                      ports:
                        - containerPort: 8080
                      resources:
                        requests: {cpu: 0.1, memory: 1024Mi}
            """),
        ["templates/service.yaml"] = Text("""
            apiVersion: v1
            kind: Service
            metadata:
              name: {{ .Release.Name }}
            spec:
              selector: {app: {{ .Release.Name }}}
              ports:
                - port: 80
                  targetPort: 8080
            """),
        ["templates/secret.yaml"] = Text("""
            apiVersion: v1
            kind: Secret
            metadata:
              name: {{ .Release.Name }}
            stringData:
              random: {{ randAlphaNum 20 | quote }}
              token: {{ .Values.token | quote }}
            """),
        ["templates/hook.yaml"] = Text("""
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {{ .Release.Name }}-migrate
              annotations:
                helm.sh/hook: pre-install,pre-upgrade
                helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: migrate
                      image: ghcr.io/acme/migrate:1.0
            """),
    };

    private readonly ChartFetcher fetcher = new(new ChartSourceOptions(EndpointSet.Cloud, ChartLock.Empty), TimeProvider.System);
    private DyingClient client = null!;
    private HelmResourceProvider provider = null!;

    public async Task InitializeAsync()
    {
        client = new DyingClient(await sandbox.ConnectAsync());
        var library = new ChartLibrary(fetcher, new EmbeddedChartSource(["demo"], _ => Chart));
        provider = new HelmResourceProvider((_, _) => Task.FromResult<IKubernetesClient>(client), found => new ClusterObserver(found, TimeProvider.System), library, TimeProvider.System);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => fetcher.Dispose();

    [Fact]
    public async Task Release_IsCreatedStaysAsItIsChangesAndGoes()
    {
        var live = await FinishAsync(await provider.CreateAsync(new("app/release", "release", Owner, Connection, Document("ghcr.io/acme/hello:1.0", 2), "t1"), default));
        Assert.Equal(2, (await GetAsync("Deployment"))!["status"].Number("readyReplicas"));

        client.Reset();
        var same = await PlanAsync(Document("ghcr.io/acme/hello:1.0", 2), live);
        Assert.Equal((PlannedAction.None, 0), (same.Action, client.Mutations));

        var change = await PlanAsync(Document("ghcr.io/acme/hello:1.1", 3), live);
        Assert.Equal(PlannedAction.Update, change.Action);
        var deployment = Assert.Single(change.Children, child => child.Name == "Deployment shop/web");
        Assert.Equal(["/spec/replicas", "/spec/template/spec/containers/0/image"], deployment.Properties.Select(property => property.Path).Order(StringComparer.Ordinal));
        Assert.Equal(RiskClass.Restart, change.Risk);
        Assert.DoesNotContain("hunter2", string.Concat(change.Children.SelectMany(child => child.Properties).Select(property => $"{property.Before}{property.After}")), StringComparison.Ordinal);

        live = await FinishAsync(await provider.UpdateAsync(new("app/release", "release", Owner, Connection, "shop/web", Document("ghcr.io/acme/hello:1.1", 3), null, "t2"), default));
        Assert.Equal((2, "deployed"), (live.Properties["revision"]!.GetValue<int>(), live.Properties["status"]!.GetValue<string>()));
        Assert.Equal(PlannedAction.None, (await PlanAsync(Document("ghcr.io/acme/hello:1.1", 3), live)).Action);

        var gone = await FinishAsync(await provider.DeleteAsync(new("app/release", "release", Owner, Connection, "shop/web", Document("ghcr.io/acme/hello:1.1", 3), "t3"), default), isDelete: true);
        Assert.Null(gone);
        Assert.Null(await GetAsync("Deployment"));
        Assert.Null(await client.GetAsync(ObjectKey.Of("v1", "Namespace", null, "shop"), default));
    }

    [Fact]
    public async Task BrokenImage_FailsWithTheClustersWords_RollsBackAndIsMendedByTheNextRun()
    {
        var good = Named(Document("ghcr.io/acme/hello:1.0", 1), "api");
        var live = await FinishAsync(await provider.CreateAsync(new("app/release", "release", Owner, Connection, good, "t1"), default));
        var broken = Named(Document("ghcr.io/acme/hello:does-not-exist", 1), "api");
        broken["atomic"] = true;

        var progress = await provider.UpdateAsync(new("app/release", "release", Owner, Connection, "shop-api/api", broken, null, "t2"), default);
        while (progress.Status == OperationStatus.Pending)
        {
            await Task.Delay(300);
            progress = await provider.PollAsync(new("app/release", "release", Owner, Connection, progress.Handle!, progress.Identifier, broken), default);
        }

        Assert.Equal((OperationStatus.Failed, "OPTA5530"), (progress.Status, progress.Failure!.Diagnostic.Code));
        Assert.Contains(progress.Failure.Diagnostic.Evidence, line => line.Contains("does-not-exist", StringComparison.Ordinal));
        var deployment = (await client.GetAsync(ObjectKey.Of("apps/v1", "Deployment", "shop-api", "api"), default))!;
        Assert.Equal("ghcr.io/acme/hello:1.0", deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
        Assert.Equal(PlannedAction.None, (await PlanAsync(good, live)).Action);

        live = await FinishAsync(await provider.UpdateAsync(new("app/release", "release", Owner, Connection, "shop-api/api", Named(Document("ghcr.io/acme/hello:1.2", 1), "api"), null, "t3"), default));
        Assert.Equal(4, live.Properties["revision"]!.GetValue<int>());
    }

    private static JsonObject Of(string identifier)
    {
        var document = Document("x", 1);
        (document["namespace"], document["name"]) = (identifier.Split('/')[0], identifier.Split('/')[1]);
        return document;
    }

    private static JsonObject Named(JsonObject document, string name)
    {
        document["name"] = name;
        document["namespace"] = "shop-" + name;
        return document;
    }

    private static JsonObject Connection => new() { ["credential"] = new JsonObject { ["kind"] = "kubeconfig" } };

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + "\n");

    private static JsonObject Document(string image, int replicas) => new()
    {
        ["name"] = "web",
        ["namespace"] = "shop",
        ["createNamespace"] = true,
        ["chart"] = new JsonObject { ["embedded"] = "demo" },
        ["values"] = new JsonObject { ["image"] = image, ["replicas"] = replicas, ["token"] = "hunter2" },
        ["timeoutSeconds"] = 60,
    };

    private Task<JsonObject?> GetAsync(string kind) => client.GetAsync(ObjectKey.Of("apps/v1", kind, "shop", "web"), default);

    private Task<PlannedChange> PlanAsync(JsonObject desired, ResourceSnapshot live) =>
        provider.PlanAsync(new("app/release", "release", Owner, Connection, desired, desired, live) { SensitivePaths = ["/values/token"] }, default);

    private async Task<ResourceSnapshot> FinishAsync(OperationProgress progress) => (await FinishAsync(progress, isDelete: false))!;

    private async Task<ResourceSnapshot?> FinishAsync(OperationProgress progress, bool isDelete)
    {
        while (progress.Status == OperationStatus.Pending)
        {
            await Task.Delay(progress.RetryAfter ?? TimeSpan.FromMilliseconds(300));
            progress = await provider.PollAsync(new("app/release", "release", Owner, Connection, progress.Handle!, progress.Identifier, isDelete ? null : Of(progress.Identifier!)), default);
        }

        Assert.True(progress.Status == OperationStatus.Done, $"{progress.Failure?.Diagnostic} {string.Join('\n', progress.Failure?.Diagnostic.Evidence ?? [])}");
        return progress.Properties is { } properties ? new ResourceSnapshot(progress.Identifier!, properties) : null;
    }
}
