using System.Diagnostics;
using System.Text.Json.Nodes;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Provider;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Objects;
using OptaPS.Testing;

namespace OptaPS.Helm.Tests.Releases;

/// <summary>One release worked on in turn by the <c>helm</c> of the PATH, of whatever version, and by OptaPS, on the cluster that OPTA_TEST_KUBECONFIG names.</summary>
public sealed class RealHelmTests : IAsyncLifetime
{
    private static readonly JsonObject First = new() { ["color"] = "blue", ["extra"] = true };
    private static readonly JsonObject Second = new() { ["color"] = "red", ["extra"] = false };
    private static readonly JsonObject Third = new() { ["color"] = "green", ["extra"] = true };
    private static readonly ReleaseOptions Options = new() { Timeout = TimeSpan.FromMinutes(1) };

    private readonly string folder = Directory.CreateTempSubdirectory("opta-helm").FullName;
    private readonly string space = $"exchange-{Guid.NewGuid():N}"[..16];
    private readonly KubernetesClientFactory clients = new([], new ClientEnvironment(), TimeProvider.System);
    private readonly string kubeconfig = Environment.GetEnvironmentVariable("OPTA_TEST_KUBECONFIG") ?? "";
    private IKubernetesClient client = null!;
    private string helm = "";

    private ReleaseEngine Engine => new(client, new ClusterObserver(client, TimeProvider.System), TimeProvider.System);

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(folder, "chart", "templates"));
        await File.WriteAllTextAsync(Path.Combine(folder, "chart", "Chart.yaml"), "apiVersion: v2\nname: exchange\nversion: 1.0.0\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "chart", "templates", "all.yaml"),
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: {{ .Release.Name }}
            data:
              color: {{ .Values.color }}
            {{- if .Values.extra }}
              extra: "1"
            {{- end }}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: {{ .Release.Name }}
            spec:
              ports:
                - {name: http, port: 80}
            {{- if .Values.extra }}
                - {name: more, port: 81}
            {{- end }}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: {{ .Release.Name }}-hook
              annotations: {helm.sh/hook: "pre-install,pre-upgrade,pre-rollback"}
            """);
        if (File.Exists(kubeconfig))
            client = await clients.GetAsync(ClusterConnection.FromKubeconfig(kubeconfig, null), default);
    }

    public async Task DisposeAsync()
    {
        if (client is not null)
            await client.DeleteAsync(ObjectKey.Of("v1", "Namespace", null, space), new DeleteOptions(), default);
        await clients.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [SkippableTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Release_WorkedOnInTurn_IsTheSameForBoth(bool helmBegins, bool serverSide)
    {
        helm = RequiredProgram.Find("helm");
        if (client is null)
            RequiredProgram.Missing("cluster", "OPTA_TEST_KUBECONFIG names no kubeconfig");
        var three = (await HelmAsync("version", "--template", "{{.Version}}")).StartsWith("v3", StringComparison.Ordinal);
        Skip.If(helmBegins && serverSide && three, "Helm 3 does not apply server-side.");
        var method = serverSide ? ApplyMethod.ServerSide : ApplyMethod.ClientSide;
        string[] choice = three || serverSide ? [] : ["--server-side=false"];

        if (helmBegins)
            await HelmAsync(["install", "web", Chart, "--create-namespace", .. Values(First), .. choice]);
        else
            await UpgradeAsync(First, method);
        await CheckAsync(First, 1, method);

        // An upgrade by Helm 3 makes a release client-side, whatever it was: the revision that it replaces loses the member, too.
        if (helmBegins)
            await UpgradeAsync(Second, ApplyMethod.ServerSide);
        else
            await HelmAsync(["upgrade", "web", Chart, "--reset-values", .. Values(Second)]);
        var second = three && !helmBegins ? ApplyMethod.ClientSide : method;
        await CheckAsync(Second, 2, second);

        await UpgradeAsync(Third, ApplyMethod.ServerSide);
        await CheckAsync(Third, 3, second);
        await HelmAsync("rollback", "web", "2");
        await CheckAsync(Second, 4, second);
        await Engine.RollbackAsync(new RollbackRequest(space, "web", 1) { Options = Options }, default);
        await CheckAsync(First, 5, second);

        if (helmBegins)
            await Engine.UninstallAsync(new UninstallRequest(space, "web") { Options = Options }, default);
        else
            await HelmAsync("uninstall", "web", "--wait");
        Assert.Empty(await Engine.ListAsync(space, default));
        Assert.Equal("[]", (await HelmAsync("list", "-o", "json")).Trim());
        Assert.Null(await client!.GetAsync(ObjectKey.Of("v1", "ConfigMap", space, "web"), default));
    }

    private string Chart => Path.Combine(folder, "chart");

    private static string[] Values(JsonObject values) => [.. values.SelectMany(value => new[] { "--set-json", $"{value.Key}={value.Value!.ToJsonString()}" })];

    private async Task UpgradeAsync(JsonObject values, ApplyMethod methodOfNew) => await Engine.ApplyAsync(
        new ReleaseRequest(space, "web", new ChartReleaseSource(await ChartLoader.LoadAsync(Chart), values)) { CreateNamespace = true, NewReleaseMethod = methodOfNew, Options = Options }, default);

    private async Task CheckAsync(JsonObject values, int revision, ApplyMethod method)
    {
        var extra = values["extra"]!.GetValue<bool>();
        var settings = (await client.GetAsync(ObjectKey.Of("v1", "ConfigMap", space, "web"), default))!;
        Assert.Equal($"{{\"color\":\"{values["color"]}\"{(extra ? ",\"extra\":\"1\"" : "")}}}", settings["data"]!.ToJsonString());
        var service = (await client.GetAsync(ObjectKey.Of("v1", "Service", space, "web"), default))!;
        Assert.Equal(extra ? 2 : 1, service["spec"]!["ports"]!.AsArray().Count);

        var release = Assert.Single(await Engine.ListAsync(space, default));
        Assert.Equal((revision, ReleaseStatus.Deployed, method), (release.Revision, release.Status, release.Method));
        var listed = JsonNode.Parse(await HelmAsync("list", "-o", "json"))!.AsArray();
        Assert.Equal((revision.ToString(System.Globalization.CultureInfo.InvariantCulture), "deployed"), (listed[0]!["revision"]!.GetValue<string>(), listed[0]!["status"]!.GetValue<string>()));
        var history = JsonNode.Parse(await HelmAsync("history", "web", "-o", "json"))!.AsArray();
        Assert.Equal(
            (await Engine.HistoryAsync(space, "web", default)).Select(entry => $"{entry.Revision} {ReleaseStatusText.Write(entry.Status)} {entry.Description}"),
            history.Select(entry => $"{entry!["revision"]} {entry["status"]} {entry["description"]}"));
    }

    private async Task<string> HelmAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(helm, [.. arguments, "--namespace", space]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["KUBECONFIG"] = kubeconfig;
        foreach (var name in new[] { "HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME" })
            start.Environment[name] = folder;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"helm {string.Join(' ', arguments)}: {await error}");
        return output;
    }
}
