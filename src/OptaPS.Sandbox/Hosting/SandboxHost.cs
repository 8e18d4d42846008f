using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OptaPS.Sandbox.Aws;
using OptaPS.Sandbox.Charts;
using OptaPS.Sandbox.Clusters;
using OptaPS.Sandbox.Control;
using OptaPS.Sandbox.Dns;
using OptaPS.Sandbox.Entry;
using OptaPS.Sandbox.Faults;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Persistence;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Hosting;

/// <summary>A running sandbox: everything that belongs to one data folder.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly SandboxServerOptions _options;
    private readonly FileStream _lock;
    private readonly CertificateAuthority _authority;
    private readonly WorldStore _store;
    private readonly IClusterHost _clusterHost;
    private readonly SandboxClock _clock;
    private readonly ChartServer _chartServer;
    private readonly ServerLog _serverLog;
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _web;
    private int _disposed;
    private EntryFront? _entryHttp;
    private EntryFront? _entryHttps;
    private DnsServer? _dns;

    private SandboxHost(SandboxServerOptions options, FileStream folderLock, Func<IClusterHost> clusterHost)
    {
        _options = options;
        _lock = folderLock;
        Folder = Path.GetFullPath(options.DataFolder);
        Identity = WorldIdentity.LoadOrCreate(Folder, options.AwsAccountId);
        _authority = CertificateAuthority.LoadOrCreate(Folder);
        _store = WorldStore.Open(Folder);
        Faults = new FaultRules(_store);
        Log = new RequestJournal(Folder);
        _clock = new SandboxClock(options.TimeScale);
        _serverLog = new ServerLog(options.LogFile);
        _clusterHost = clusterHost();
        Clusters = new ClusterRegistry(_clusterHost, _store, Log, new KubernetesFaults(Faults), _clock, Folder);
        Delegations = new Delegations(_store);
        Cloud = new AwsCloud(Identity, _store, Log, Faults, _clock, Clusters, options.AwsRegion, Folder, Delegations, _authority.Issue);
        Charts = ChartCatalog.Load();
        _chartServer = new ChartServer(Charts, Log, Faults);
    }

    public string Folder { get; }

    public WorldIdentity Identity { get; private set; }

    public RequestJournal Log { get; }

    public FaultRules Faults { get; }

    public AwsCloud Cloud { get; }

    public Delegations Delegations { get; }

    public ClusterRegistry Clusters { get; }

    public ChartCatalog Charts { get; }

    public Uri Address { get; private set; } = new("https://127.0.0.1");

    /// <summary>Lock of the served charts, written at each start.</summary>
    public string ChartLockFile => Path.Combine(Folder, "charts.lock.json");

    public string DescriptionFile => Path.Combine(Folder, "sandbox.json");

    /// <exception cref="SandboxStartException">The folder is in use, or the port is taken.</exception>
    public static Task<SandboxHost> StartAsync(SandboxServerOptions options, CancellationToken ct) => StartAsync(options, () => new ClusterHost(), ct);

    public static async Task<SandboxHost> StartAsync(SandboxServerOptions options, Func<IClusterHost> clusterHost, CancellationToken ct)
    {
        Directory.CreateDirectory(options.DataFolder);
        FileStream folderLock;
        try
        {
            folderLock = new FileStream(Path.Combine(options.DataFolder, "sandbox.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new SandboxStartException("OPTA8101", $"Another sandbox uses the data folder '{options.DataFolder}'.", e);
        }

        var host = new SandboxHost(options, folderLock, clusterHost);
        try
        {
            await host.OpenAsync(ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the sandbox was told to end or nobody needs it any more.</summary>
    public async Task WaitForEndAsync(CancellationToken ct)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ct.Register(stop.SetResult);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var parent = _options is { ParentPid: { } pid, Keep: false } ? ParentWatch.WaitForExitAsync(pid, end.Token) : Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
        await Task.WhenAny(_shutdown.Task, stop.Task, parent);
        await end.CancelAsync();
    }

    public void RequestShutdown() => _shutdown.TrySetResult();

    public async Task ResetAsync(CancellationToken ct)
    {
        await Faults.ClearAsync();
        Charts.Restore();
        await Cloud.ResetAsync();
        await Clusters.ResetAsync(ct);
    }

    /// <summary>Copies the whole world into a zip that is a data folder when unpacked.</summary>
    public void Export(Stream target) => WorldArchive.Write(Folder, _store, Cloud, _clusterHost.Running, target);

    /// <summary>The calls between workloads of all clusters, as edges.</summary>
    public JsonObject Traffic() => new()
    {
        ["edges"] = new JsonArray([.. _clusterHost.Running.SelectMany(c => c.Traffic.Edges.Select(e => (JsonNode)e.Describe(c.Spec.Name)))])
    };

    /// <summary>What runs in all clusters.</summary>
    public JsonObject Workloads() => new() { ["clusters"] = new JsonArray([.. _clusterHost.Running.Select(c => (JsonNode)WorkloadList.Describe(c))]) };

    /// <param name="collect">Collect garbage first, so that what lives can be told from what only lies around.</param>
    public JsonObject Status(bool collect) => new()
    {
        ["name"] = _options.Name,
        ["world"] = Identity.World,
        ["pid"] = Environment.ProcessId,
        ["startedAt"] = _started,
        ["timeScale"] = _clock.Scale,
        ["requests"] = Log.Last,
        ["resources"] = ((JsonArray)Cloud.DescribeResources()["resources"]!).Count,
        ["clusters"] = _clusterHost.Clusters.Count,
        ["memoryBytes"] = Environment.WorkingSet,
        ["liveBytes"] = GC.GetTotalMemory(forceFullCollection: collect)
    };

    /// <summary>The content of <c>sandbox.json</c>.</summary>
    public JsonObject Describe() => SandboxDescription.Write(this, _options, _authority, _clock, _started, _entryHttp!.Port, _entryHttps!.Port, _dns!.Port);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        if (_web is not null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _web.StopAsync(limit.Token);
            await _web.DisposeAsync();
        }

        foreach (var front in new[] { _entryHttp, _entryHttps })
        {
            if (front is not null)
            {
                await front.DisposeAsync();
            }
        }

        await (_dns?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Cloud.DisposeAsync();
        await _clusterHost.DisposeAsync();
        await Log.DisposeAsync();
        await _store.DisposeAsync();
        await _lock.DisposeAsync();
        _serverLog.Write("stopped");
        _serverLog.Dispose();
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        await Clusters.ResumeAsync(ct);
        await Cloud.StartAsync(ct);
        await ListenAsync(ct);
        _entryHttp = EntryFront.Start(Identity.EntryHttpPort, tls: false, name => Clusters.Route(name)?.EntryHttp);
        _entryHttps = EntryFront.Start(Identity.EntryHttpsPort, tls: true, name => Clusters.Route(name)?.EntryHttps);
        _dns = DnsServer.Start(Identity.DnsPort, Cloud.Names.Resolve);
        Identity = Identity with { Port = Address.Port, EntryHttpPort = _entryHttp.Port, EntryHttpsPort = _entryHttps.Port, DnsPort = _dns.Port };
        Identity.Save(Folder);
        await File.WriteAllTextAsync(ChartLockFile, Charts.Lock().ToJsonString(Indented) + "\n", ct);
        _serverLog.Write($"ready at {Address}, world {Identity.World}, process {Environment.ProcessId}");
        PrivateFile.Write(DescriptionFile, JsonSerializer.SerializeToUtf8Bytes(Describe(), Indented));
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        var wanted = _options.Port > 0 ? _options.Port : Identity.Port;
        try
        {
            _web = await TryListenAsync(wanted, ct);
        }
        catch (IOException e) when (e.InnerException is SocketException or AddressInUseException)
        {
            if (_options.Port > 0)
            {
                throw new SandboxStartException("OPTA8102", $"Port {_options.Port} on 127.0.0.1 is taken by another program.", e);
            }

            _web = await TryListenAsync(0, ct);
        }

        var bound = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri($"https://127.0.0.1:{new Uri(bound).Port}");
    }

    private async Task<WebApplication> TryListenAsync(int port, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "OptaPS.Sandbox" });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        var certificate = _authority.IssueServerCertificate();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificate);
            });
        });
        var web = builder.Build();
        var control = new ControlApi(this);
        web.Run(http => AnswerAsync(http, control));
        await web.StartAsync(ct);
        return web;
    }

    private async Task AnswerAsync(HttpContext http, ControlApi control)
    {
        try
        {
            await RouteAsync(http, control);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
        catch (Exception e)
        {
            _serverLog.Write($"{http.Request.Method} {http.Request.Path}: {e}");
            throw;
        }
    }

    private Task RouteAsync(HttpContext http, ControlApi control)
    {
        if (http.Request.Path.StartsWithSegments(ControlApi.Prefix, StringComparison.Ordinal))
        {
            return control.HandleAsync(http);
        }

        if (AwsEndpoint.IsMeant(http))
        {
            return Cloud.Endpoint.HandleAsync(http);
        }

        if (ChartServer.IsMeant(http.Request.Path))
        {
            return _chartServer.HandleAsync(http);
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return http.Response.WriteAsync("The sandbox serves nothing at this address.\n", http.RequestAborted);
    }
}
