using System.Text.Json.Nodes;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Tests.Releases;

/// <summary>Content that a test writes down instead of rendering it.</summary>
internal sealed class FakeSource(Func<string> manifest) : IReleaseSource
{
    public FakeSource(string manifest)
        : this(() => manifest)
    {
    }

    public List<ReleaseContext> Asked { get; } = [];

    public List<ReleaseHook> Hooks { get; init; } = [];

    public List<string> Crds { get; init; } = [];

    public string Version { get; init; } = "1.0.0";

    public JsonObject Config { get; init; } = [];

    public static JsonObject Chart(string version) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "demo", ["version"] = version, ["apiVersion"] = "v2", ["appVersion"] = "9" },
        ["lock"] = null,
        ["templates"] = new JsonArray(new JsonObject { ["name"] = "templates/a.yaml", ["data"] = "e30=" }),
        ["values"] = new JsonObject { ["replicas"] = 1 },
        ["schema"] = null,
        ["files"] = null,
    };

    public Task<ReleaseContent> RenderAsync(ReleaseContext context, CancellationToken cancellationToken)
    {
        Asked.Add(context);
        return Task.FromResult(new ReleaseContent(Chart(Version), (JsonObject)Config.DeepClone(), manifest()) { Hooks = Hooks, Crds = Crds, Notes = "hello" });
    }

    public static ReleaseHook Hook(string name, string @event, int weight = 0, string kind = "Job", params string[] policies) => new(
        name, kind, $"demo/templates/{name}.yaml", $"apiVersion: {(kind == "Job" ? "batch/v1" : "v1")}\nkind: {kind}\nmetadata:\n  name: {name}\n", [@event], weight, policies, []);
}

/// <summary>Says what a test tells it.</summary>
internal sealed class FakeObserver : IReleaseObserver
{
    public Func<ObjectKey, ObjectState> State { get; set; } = _ => new ObjectState(true, false, "");

    public int Collected { get; private set; }

    public Task<ObjectState> ObserveAsync(ObjectKey key, bool waitForJobs, CancellationToken cancellationToken) => Task.FromResult(State(key));

    public Task<IReadOnlyList<string>> CollectAsync(IReadOnlyList<ObjectKey> keys, CancellationToken cancellationToken)
    {
        Collected++;
        return Task.FromResult<IReadOnlyList<string>>([.. keys.Select(key => $"evidence of {key}")]);
    }
}

/// <summary>A clock in which waiting takes no time.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long ticks = new DateTimeOffset(2026, 11, 21, 8, 0, 0, 123, TimeSpan.Zero).Ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
