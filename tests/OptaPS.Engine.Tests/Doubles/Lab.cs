using System.Collections.Concurrent;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Local;

namespace OptaPS.Engine.Tests.Doubles;

/// <summary>An engine over a world in memory, files in memory and a virtual clock.</summary>
internal sealed class Lab : IProgress<EngineEvent>
{
    internal const string Layer = "staging";

    internal static Ownership Owner { get; } = new("acme", "staging", Layer);

    internal VirtualTime Time { get; } = new();

    internal CrashingFiles Files { get; } = new();

    internal TestWorld World { get; init; } = new();

    internal ConcurrentQueue<EngineEvent> Events { get; } = new();

    internal string? WorldName { get; set; }

    internal IKeyWrapper Key { get; set; } = new FixedKey();

    internal IReadOnlyList<IKeyWrapper> OtherKeys { get; set; } = [];

    internal IStateBackend? Backend { get; set; }

    internal LayerEngine Engine() => new([World], Backend ?? new LocalFolderBackend("/states", Time, Files), new LayerEngineOptions
    {
        KeyWrapper = Key,
        OtherKeyWrappers = OtherKeys,
        Time = Time,
        Holder = "ann@lab",
        World = WorldName,
        JitterSeed = 1,
    });

    internal static ResourceGraph Graph(params ResourceNode[] nodes) => new(Layer) { Resources = nodes, Owner = Owner };

    internal static ResourceNode Node(string address, string type = "thing", JsonObject? desired = null, params string[] dependsOn) =>
        new(address, new ResourceType("test", type), desired ?? new JsonObject { ["Name"] = address }) { DependsOn = dependsOn };

    internal Task<Plan> PlanAsync(ResourceGraph graph, PlanOptions? options = null) => Engine().PlanAsync(graph, options, this);

    internal async Task<ApplyResult> ApplyAsync(ResourceGraph graph, PlanOptions? options = null, ApplyOptions? apply = null, CancellationToken cancellationToken = default)
    {
        var engine = Engine();
        var plan = await engine.PlanAsync(graph, options, this, CancellationToken.None);
        return await engine.ApplyAsync(plan, apply, this, cancellationToken);
    }

    internal async Task<ApplyResult> DestroyAsync()
    {
        var engine = Engine();
        return await engine.ApplyAsync(await engine.PlanDestroyAsync(Layer, events: this), events: this);
    }

    internal async Task<LayerState> StateAsync() => (await Engine().ReadStateAsync(Layer))!;

    public void Report(EngineEvent value) => Events.Enqueue(value);

    private sealed class FixedKey : IKeyWrapper
    {
        public string Kind => "test";

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken) => ValueTask.FromResult(dataKey.ToArray().Select(value => (byte)(value ^ 0x5A)).ToArray());

        public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken) => WrapAsync(wrapped, cancellationToken);
    }
}
