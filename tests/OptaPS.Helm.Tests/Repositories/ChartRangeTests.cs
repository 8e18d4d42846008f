using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Helm.Repositories;
using OptaPS.Targets;

namespace OptaPS.Helm.Tests.Repositories;

public sealed class ChartRangeTests : IDisposable
{
    private const string Published = "https://charts.acme.test/stable";
    private static readonly string[] Versions = ["0.9.0", "1.0.0", "1.2.0", "1.2.7", "1.10.0", "2.0.0-rc.1", "2.0.0", "2.1.0-beta.1"];
    private readonly TlsServer server = new(request => request.Path.EndsWith("index.yaml", StringComparison.Ordinal)
        ? new(200, Encoding.UTF8.GetBytes("apiVersion: v1\nentries:\n  web:\n" + string.Concat(Versions.Select(version => $"    - version: {version}\n      urls: [a/web-{version}.tgz]\n"))))
        : new(200, Encoding.UTF8.GetBytes(request.Path)));

    private readonly List<ChartFetcher> fetchers = [];

    public void Dispose()
    {
        fetchers.ForEach(fetcher => fetcher.Dispose());
        server.Dispose();
    }

    [Theory]
    [InlineData("^1.2", "1.10.0")]
    [InlineData("~1.2", "1.2.7")]
    [InlineData("~1", "1.10.0")]
    [InlineData("1.x", "1.10.0")]
    [InlineData("1.2", "1.2.7")]
    [InlineData(">=1 <2", "1.10.0")]
    [InlineData(">= 1.0, < 1.10", "1.2.7")]
    [InlineData("1.0.0 - 1.5.0", "1.2.7")]
    [InlineData("^0.9 || ^2", "2.0.0")]
    [InlineData("*", "2.0.0")]
    [InlineData(">=2.0.0-0", "2.1.0-beta.1")]
    [InlineData("!=2.0.0", "1.10.0")]
    public async Task Range_MeansTheNewestVersionInIt(string range, string version) =>
        Assert.Equal(version, (await Fetcher(ChartLock.Empty).FetchAsync(new(Published, "web", range), default)).Reference.Version);

    [Theory]
    [InlineData("^9", "1.10.0")]
    [InlineData("newest", "^1.2")]
    public async Task RangeWithoutVersions_IsRefusedWithWhatThereIs(string range, string allowed)
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => Fetcher(ChartLock.Empty).FetchAsync(new(Published, "web", range), default));

        Assert.Equal("OPTA5573", e.Diagnostics[0].Code);
        Assert.Contains(allowed, e.Diagnostics[0].Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LockedChart_IsTakenFromTheLockOnly()
    {
        var archive = Encoding.UTF8.GetBytes("/a/web-1.2.0.tgz");
        var locked = new ChartLock([new(Published, "web", "1.2.0", ChartDigest.Of(archive)), new(Published, "web", "0.9.0", ChartDigest.Of(archive))], "test");

        var chart = await Fetcher(locked).FetchAsync(new(Published, "web", ">=1"), default);
        var outside = await Assert.ThrowsAsync<OptaException>(() => Fetcher(locked).FetchAsync(new(Published, "web", "^2"), default));

        Assert.Equal(("1.2.0", true), (chart.Reference.Version, chart.WasLocked));
        Assert.Equal("OPTA5561", outside.Diagnostics[0].Code);
    }

    private ChartFetcher Fetcher(ChartLock chartLock)
    {
        var target = new EndpointSet("sandbox:test")
        {
            World = "w",
            CaCertificates = server.Authority,
            ChartRepositories = new Dictionary<string, Uri> { [Published] = server.Address },
        };
        fetchers.Add(new ChartFetcher(new ChartSourceOptions(target, chartLock), TimeProvider.System));
        return fetchers[^1];
    }
}
